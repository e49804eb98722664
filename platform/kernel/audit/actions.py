"""Write into the audit log, and chain what was written."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import connections, transaction
from django.db.models import Model
from django.utils import timezone

from kernel import changes
from kernel.accounts import guests
from kernel.accounts.actor import Actor
from kernel.audit import content, origin
from kernel.audit.chain import GENESIS
from kernel.audit.content import CURRENT, hashed
from kernel.audit.models import Entry, Seal

COMING = f"""
    SELECT e.id, {content.COMING} FROM audit_entry e
    WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id) AND e.id > coalesce(
        (SELECT s.entry_id FROM audit_seal s WHERE s.sealed_at < %s ORDER BY s.sequence DESC LIMIT 1), 0)
    ORDER BY e.id LIMIT %s
"""  # noqa: S608 - constants


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

    Raises: DomainError when `by` is a guest whose leave has ended meanwhile.
    """
    guests.hold_leave(by)
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
        origin=origin.of(by),
    )


def _key(subject: Model) -> str:
    return str(subject.key)  # type: ignore[attr-defined]  # what has no public id is not written down


def seal(*, using: str, limit: int = 10_000) -> int:
    """Chain the entries that have no seal yet, in their order; return how many.

    Runs as the owner of the tables: no tenant may write a seal. One sealer at a time. What is older than all that was
    sealed a day ago is left, for `chain.verify` to name: no transaction takes so long.
    """
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        last = Seal.objects.using(using).select_for_update().order_by("-sequence").first()
        sequence, digest = (last.sequence, bytes(last.digest)) if last else (0, GENESIS)
        now = timezone.now()
        cursor.execute(COMING, [now, now - timedelta(days=1), limit])
        seals = []
        for entry, covered in cursor.fetchall():
            sequence, digest = sequence + 1, sha256(digest + hashed(covered, CURRENT)).digest()
            seals.append(Seal(sequence=sequence, entry_id=entry, digest=digest, version=CURRENT, sealed_at=now))
        Seal.objects.using(using).bulk_create(seals, batch_size=1000)
    return len(seals)
