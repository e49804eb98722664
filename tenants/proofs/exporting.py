"""The history as CSV with its seals, streamed: what is looked for, oldest first, as `checker.py` reads it."""

import csv
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.audit.chain import GENESIS
from kernel.audit.models import Entry, Seal
from kernel.audit.queries import Wanted
from kernel.spreadsheets import harmless
from tenants.isolation.current import Place, Tenancy, enter, place

COLUMNS = (
    "number", "at", "actor_kind", "actor_key", "actor_name", "origin", "action", "subject_kind", "subject_key",
    "summary", "before", "after", "key", "sealed_at", "version", "previous", "digest",
)  # fmt: skip
BATCH = 2_000


def note(wanted: Wanted, *, by: Actor) -> None:
    """Write down that somebody takes the history away, and by what it was narrowed; never the words that were typed."""
    said = {name: value for name, value in asdict(wanted).items() if value and name != "acts"}
    said |= {name: value.isoformat() for name, value in said.items() if isinstance(value, datetime)}
    audit.record("audit.export", "audit", by=by, summary="Downloaded the history", after=said)


class _Line:
    """A file that gives back what was written to it."""

    def write(self, text: str) -> str:
        return text


def lines(entries: QuerySet[Entry]) -> Iterator[str]:
    """Return the lines of the file. They are asked for in the place that the code is in now, also after its request."""
    return _lines(entries, place())


def _lines(entries: QuerySet[Entry], where: Tenancy | Place) -> Iterator[str]:
    writer, last = csv.writer(_Line()), None
    yield "\ufeff" + writer.writerow(COLUMNS)
    while rows := _batch(entries, where, last):
        for row in rows:
            yield writer.writerow(_cells(row))
        last = rows[-1]


def _batch(entries: QuerySet[Entry], where: Tenancy | Place, last: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the next rows: a short question each, so that no connection is held by who reads slowly."""
    if last:
        entries = entries.filter(Q(at__gt=last["at"]) | Q(id__gt=last["id"]), at__gte=last["at"])
    before = Seal.objects.filter(sequence=OuterRef("number") - 1).values("digest")
    with enter(where):
        return list(
            entries.order_by("at", "id")
            .annotate(
                number=F("seal__sequence"), sealed_at=F("seal__sealed_at"), version=F("seal__version"),
                digest=F("seal__digest"), previous=Subquery(before),
                before_=Cast("before", TextField()), after_=Cast("after", TextField()),
            )
            .values("id", *{*COLUMNS} - {"before", "after"}, "before_", "after_")[:BATCH]
        )  # fmt: skip


def _cells(row: dict[str, Any]) -> list[str]:
    first = GENESIS if row["number"] == 1 else None
    told = {**row, "before": row["before_"], "after": row["after_"], "previous": row["previous"] or first}
    return [_cell(told[name]) for name in COLUMNS]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case bytes() | memoryview():
            return bytes(value).hex()
    return harmless(str(value), besides=("'",))  # the apostrophe itself too, so that one can be taken away again
