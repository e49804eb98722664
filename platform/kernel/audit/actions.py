"""Write into the audit log, and chain what was written."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.db.models import Model

from kernel import changes
from kernel.accounts.actor import Actor
from kernel.audit.models import Entry, Seal

GENESIS = b"\0" * 32


def record(
    action: str,
    subject: Model | str,
    *,
    by: Actor,
    summary: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Entry:
    """Write down, in the caller's transaction, that `by` did `action` to `subject`.

    `action` is a permission-like name (`complaints.close`), `summary` an English sentence without
    personal data, `before` and `after` only what changed.
    """
    changes.note()
    kind, key = (subject, "") if isinstance(subject, str) else (subject._meta.label_lower, _key(subject))
    return Entry.objects.create(
        actor=by,
        action=action,
        subject_kind=kind,
        subject_key=key,
        summary=summary,
        before=before,
        after=after,
    )


def _key(subject: Model) -> str:
    return str(subject.key)  # type: ignore[attr-defined]  # what has no public id is not written down


def seal(*, using: str, limit: int = 10_000) -> int:
    """Chain the entries that have no seal yet, in their order; return how many.

    Runs as the owner of the tables: no tenant may write a seal. One sealer at a time.
    """
    with transaction.atomic(using=using):
        last = Seal.objects.using(using).select_for_update().order_by("-sequence").first()
        sequence, digest = (last.sequence, bytes(last.digest)) if last else (0, GENESIS)
        seals = []
        for entry in Entry.objects.using(using).filter(seal=None).order_by("id")[:limit]:
            sequence, digest = sequence + 1, link(digest, entry)
            seals.append(Seal(sequence=sequence, entry=entry, digest=digest))
        Seal.objects.using(using).bulk_create(seals, batch_size=1000)
    return len(seals)


def link(previous: bytes, entry: Entry) -> bytes:
    """Return the SHA-256 of the digest before and the entry's content as canonical JSON."""
    content = [
        entry.key,
        entry.at.isoformat(),
        entry.actor.kind,
        entry.actor.key,
        entry.actor.name,
        entry.action,
        entry.subject_kind,
        entry.subject_key,
        entry.summary,
        entry.before,
        entry.after,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()
