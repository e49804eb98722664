"""The files folder holds what the table knows, and nothing else."""

from datetime import timedelta

from tenants.files import exports
from tenants.files.queries import strays
from tenants.jobs.registry import job

AGE = timedelta(days=1)


@job("files.sweep", every=timedelta(days=1))
def sweep() -> None:
    """Delete files without a row: their process ended before its transaction did.

    Only those older than a day, since a file is written before its row is committed.
    """
    for path in strays(AGE):
        path.unlink(missing_ok=True)


@job("files.forget_exports", every=timedelta(hours=1))
def forget_exports() -> None:
    """Delete the copies whose time is over."""
    exports.forget_old()
