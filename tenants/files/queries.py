"""Addresses of stored files."""

from datetime import timedelta

from django.urls import reverse

from kernel.signing import Kind
from tenants.files.models import StoredFile

PRIVATE_FILE = Kind("private-file", timedelta(hours=1))


def url(stored: StoredFile) -> str:
    """Return the address of a file; of a private one, an address that is good for an hour."""
    address = reverse("file", args=[stored.key])
    return f"{address}?izin={PRIVATE_FILE.sign(stored.key)}" if stored.is_private else address
