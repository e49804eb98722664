"""How the first release sealed, as it was written there."""

import hashlib
import json

from kernel.audit.models import Entry, Seal


def seal() -> None:
    """Chain all entries."""
    digest = b"\0" * 32
    for sequence, entry in enumerate(Entry.objects.using("owner").order_by("id"), start=1):
        digest = link(digest, entry)
        Seal.objects.using("owner").create(sequence=sequence, entry=entry, digest=digest)


def link(previous: bytes, entry: Entry) -> bytes:
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
