"""The files folder holds what the table knows, and nothing else."""

import time
from datetime import timedelta
from pathlib import Path

from tenants.files.actions import folder
from tenants.files.models import StoredFile
from tenants.jobs.registry import job

AGE = timedelta(days=1)


@job("files.sweep", every=timedelta(days=1))
def sweep() -> None:
    """Delete files without a row: their process ended before its transaction did.

    Only those older than a day, since a file is written before its row is committed.
    """
    old = time.time() - AGE.total_seconds()
    found = [path for path in folder().glob("*/*") if path.is_file() and path.stat().st_mtime < old]
    known = set(StoredFile.objects.filter(key__in=[path.name for path in found]).values_list("key", flat=True))
    _remove([path for path in found if path.name not in known])


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
