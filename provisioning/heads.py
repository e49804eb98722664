"""Heads of audit chains, signed and kept outside the tenants: in a table that only the owner writes, and in a file.

Who may do everything in the database can delete rows of the table, but neither sign others nor reach the file, which
lies beside the backups and goes with them to another place. A region's own people keep what they downloaded.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone

from kernel.audit import chain
from kernel.audit.chain import GENESIS
from kernel.audit.models import Seal
from provisioning import certificates
from tenants.isolation.current import Place, enter
from tenants.proofs.models import FORMAT, Head, line
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

NEVER, NOTHING = datetime.min.replace(tzinfo=UTC), GENESIS.hex()
# A line an hour is enough of what can only be deleted by who reaches the disk.
FILE_EVERY = timedelta(hours=1)
# All of two days, then the last of each day, and of each month after a quarter of a year.
THIN = """
    DELETE FROM proofs_head WHERE kind = 'kept' AND id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY tenant_id, kind, date_trunc(
                CASE WHEN at < now() - interval '90 days' THEN 'month' ELSE 'day' END, at)
                ORDER BY at DESC, id DESC) AS n
            FROM proofs_head WHERE at < now() - interval '2 days') old
        WHERE n > 1)
"""


class Signed(NamedTuple):
    """A head as it is signed, in the order of time."""

    at: datetime
    sequence: int
    digest: str
    kind: str

    def text(self, key: str) -> str:
        """Return the line that is signed; `key` says whose chain it is."""
        return line(key, self.kind, self.sequence, self.digest, self.at)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a chain is to be compared with, since when, and how many entries went with the restore that began it."""

    heads: list[chain.Head]
    restored_at: datetime | None
    lost: int
    has_forged: bool


def keep(tenant: Tenant | None, kind: Head.Kind = Head.Kind.KEPT) -> None:
    """Keep the head of the tenant's chain, or of the platform's, if it is another than the last one.

    After a restore or an import always, in the transaction of the owner's that brings the chain.
    """
    head, rows = _present(tenant), _rows(tenant)
    last = rows.order_by("-at", "-pk").values_list("sequence", "digest").first()
    if kind == Head.Kind.KEPT and (last or (0, NOTHING)) == head:
        return
    made = Signed(timezone.now(), head.sequence, head.digest, kind.value)
    Head.objects.using("owner").create(
        tenant=tenant, signature=certificates.sign(made.text(key_of(tenant))), **made._asdict()
    )


def key_of(tenant: Tenant | None) -> str:
    """Return what a signed line calls the chain."""
    return tenant.key if tenant else "platform"


def _present(tenant: Tenant | None) -> chain.Head:
    with enter(tenancy(tenant) if tenant else Place.PLATFORM):
        last = Seal.objects.using("owner").order_by("-sequence").first()
    return chain.Head(last.sequence, bytes(last.digest).hex()) if last else chain.Head(0, NOTHING)


def _rows(tenant: Tenant | None) -> QuerySet[Head]:
    return Head.objects.using("owner").filter(tenant=tenant)


def thin() -> None:
    """Delete what is denser than old heads need to be."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(THIN)


def path_of(key: str) -> Path:
    """Return the file of a chain's heads: beside the backups, so that it is copied elsewhere with them."""
    return Path(settings.BACKUPS_ROOT) / "heads" / f"{key}.txt"


def append(tenant: Tenant | None) -> None:
    """Add to the chain's file what came since: the newest head, once an hour, and each restore."""
    key, lines = key_of(tenant), []
    newest = (head for each in reversed(_lines(key)) if (head := parsed(each, key)))
    since = next((head.at for head in newest), NEVER)
    for row in _rows(tenant).filter(at__gt=since).order_by("at"):
        if row.kind != Head.Kind.KEPT or row.at >= since + FILE_EVERY:
            lines.append(f"\n{row.receipt(key)}")
            since = row.at
    if lines:
        path_of(key).parent.mkdir(parents=True, exist_ok=True)
        with path_of(key).open("a", encoding="utf-8") as file:
            file.writelines(lines)


def in_file(tenant: Tenant | None) -> set[Signed]:
    """Return what the file says. To be read before the transaction that reads the rows: all of it is in them."""
    key = key_of(tenant)
    return {head for each in _lines(key) if (head := parsed(each, key))}


def _lines(key: str) -> list[str]:
    try:
        return path_of(key).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def parsed(receipt: str, key: str) -> Signed | None:
    """Return the head of a signed line; None for one that is torn, not ours, or another chain's."""
    text, _space, signature = receipt.strip().rpartition(" ")
    if not text.startswith(f"{FORMAT} {key} ") or not certificates.is_ours(text, signature):
        return None
    _format, _key, kind, sequence, digest, at = text.split()
    return Signed(datetime.fromisoformat(at), int(sequence), digest, kind)


def kept(tenant: Tenant | None, filed: set[Signed]) -> Kept:
    """Return the heads since the last restore, from the table and the file. Signatures are looked at, not columns."""
    key, rows = key_of(tenant), list(_rows(tenant))
    signed = {_signed(row): certificates.is_ours(_signed(row).text(key), row.signature) for row in rows}
    found = sorted(filed | {head for head, is_ours in signed.items() if is_ours})
    begins = max((place for place, head in enumerate(found) if head.kind != Head.Kind.KEPT), default=0)
    since = found[begins:]
    was_restored = bool(since) and since[0].kind == Head.Kind.RESTORED
    before = max((head.sequence for head in found[:begins]), default=0)
    return Kept(
        heads=[chain.Head(head.sequence, head.digest) for head in since if head.sequence],
        restored_at=since[0].at if was_restored else None,
        lost=max(0, before - since[0].sequence) if was_restored else 0,
        has_forged=not all(signed.values()),
    )


def _signed(row: Head) -> Signed:
    return Signed(row.at, row.sequence, row.digest, row.kind)
