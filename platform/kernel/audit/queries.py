"""Read the audit log."""

from django.db.models import QuerySet

from kernel.audit.models import Entry


def recent(limit: int = 100) -> QuerySet[Entry]:
    """Return the newest entries."""
    return Entry.objects.order_by("-id")[:limit]


def of(kind: str, key: str) -> QuerySet[Entry]:
    """Return what was done to one subject, oldest first."""
    return Entry.objects.filter(subject_kind=kind, subject_key=key).order_by("id")
