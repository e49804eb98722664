"""Read the audit log, and find where its chain is broken."""

from django.db.models import QuerySet

from kernel.audit.actions import GENESIS, link
from kernel.audit.models import Entry, Seal


def recent(limit: int = 100) -> QuerySet[Entry]:
    """Return the newest entries."""
    return Entry.objects.order_by("-id")[:limit]


def of(kind: str, key: str) -> QuerySet[Entry]:
    """Return what was done to one subject, oldest first."""
    return Entry.objects.filter(subject_kind=kind, subject_key=key).order_by("id")


def first_broken(using: str = "default") -> int | None:
    """Return the sequence number of the first seal that does not fit its entry; None when all do."""
    digest, expected = GENESIS, 1
    for seal in Seal.objects.using(using).select_related("entry").order_by("sequence").iterator():
        digest = link(digest, seal.entry)
        if seal.sequence != expected or bytes(seal.digest) != digest:
            return expected
        expected += 1
    return None
