"""Addresses of stored files, and files that no row knows."""

import time
from datetime import timedelta
from pathlib import Path

from django.urls import reverse

from kernel.signing import Kind
from tenants.files.actions import folder
from tenants.files.models import StoredFile

PRIVATE_FILE = Kind("private-file", timedelta(hours=1))


def url(stored: StoredFile) -> str:
    """Return the address of a file; of a private one, an address that is good for an hour."""
    address = reverse("file", args=[stored.key])
    return f"{address}?izin={PRIVATE_FILE.sign(stored.key)}" if stored.is_private else address


def strays(age: timedelta = timedelta()) -> list[Path]:
    """Return the files of the tenant that are older than `age` and have no row."""
    old = time.time() - age.total_seconds()
    found = [path for path in folder().glob("*/*") if path.is_file() and path.stat().st_mtime <= old]
    known = set(StoredFile.objects.filter(key__in=[path.name for path in found]).values_list("key", flat=True))
    return [path for path in found if path.name not in known]
