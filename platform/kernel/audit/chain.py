"""Whether each entry is still as it was sealed, in its place.

A seal's digest is SHA-256 over the digest before it and the content of its entry. Heads are digests that were kept
elsewhere: they tell a chain that was written anew, or cut short, from the one that they were the end of.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from django.db import connections
from django.utils import timezone

from kernel.audit import content
from kernel.audit.content import hashed

GENESIS = b"\0" * 32
# A transaction may commit after others that began later, and clocks differ; more than that is no accident.
TOLERANCE = timedelta(hours=1)
BATCH = 10_000
TOLD = 100_000
# So many rows put in between are known as such; after more, it is the row behind them that does not fit.
REMEMBERED = 1_000

ROWS = f"""
    SELECT s.sequence, encode(s.digest, 'hex'), s.version, {content.SEALED}, {content.AT}, e.key,
        e.at > s.sealed_at + CAST(%s AS interval)
    FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.sequence
"""  # noqa: S608 - constants
# What waits for longer than a sealer's pause and a transaction may take.
UNSEALED = f"""
    SELECT e.key, {content.AT} FROM audit_entry e LEFT JOIN audit_seal s ON s.entry_id = e.id
    WHERE s.sequence IS NULL AND e.at < %s ORDER BY e.at, e.id LIMIT 1
"""  # noqa: S608 - constants


class Problem(StrEnum):
    """What is wrong with a row."""

    CHANGED = "changed"  # the entry, or what its seal says of it; or an exchanged one
    SEAL = "seal"  # the digest alone
    ENTRY_GONE = "entry_gone"
    GONE = "gone"  # the seal, with its entry or without
    ADDED = "added"
    REWRITTEN = "rewritten"  # it fits, but is not what the head says
    CUT = "cut"  # the head is of a longer chain
    TIME = "time"  # its time is not that of its place
    UNSEALED = "unsealed"
    HEAD = "head"  # one that was kept elsewhere, and is not signed by us


class Head(NamedTuple):
    """The end of the chain at some moment; the digest in hexadecimal digits."""

    sequence: int
    digest: str


class Row(NamedTuple):
    """A seal with what it covers; without its entry, three of them are None."""

    sequence: int
    digest: str
    version: int
    content: str | None
    at: str | None
    key: str | None
    is_ahead: bool | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that is not as it was. `sequence` None: it has no seal. `since` is the first that no head vouches for."""

    problem: Problem
    sequence: int | None
    since: int
    key: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the chain was followed, and what was found on the way: the first that breaks it, and times before."""

    head: Head
    until: str
    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding | None:
        """Return the first bad row."""
        return self.findings[0] if self.findings else None


def verify(
    heads: Iterable[Head] = (), *, using: str = "owner", progress: Callable[[int], None] = lambda _sequence: None
) -> Verdict:
    """Follow the whole chain of the place that the code is in, in the caller's transaction.

    Only its first break is found: behind it nothing is known to be right.
    """
    walk = _Walk(heads)
    with connections[using].chunked_cursor() as cursor:
        cursor.execute(ROWS, [str(TOLERANCE)])
        walk.follow(chain.from_iterable(iter(partial(cursor.fetchmany, BATCH), [])), progress)
    return Verdict(Head(walk.sequence, walk.digest.hex()), walk.latest, (*walk.findings, *_waiting(using)))


def _waiting(using: str) -> Iterator[Finding]:
    """Yield the oldest entry that should have a seal by now."""
    with connections[using].cursor() as cursor:
        cursor.execute(UNSEALED, [timezone.now() - TOLERANCE])
        for key, at in cursor.fetchall():
            yield Finding(Problem.UNSEALED, None, 0, key, at)


class _Walk:
    """How far a chain was followed. `since` is the first row that no head vouches for."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self.sequence, self.digest, self.latest, self.since = 0, GENESIS, "", 1
        self.findings: list[Finding] = []
        self._heads = deque(sorted(heads))
        self._before = deque([GENESIS], REMEMBERED)

    def follow(self, rows: Iterator[Row], progress: Callable[[int], None]) -> None:
        """Follow the chain to its end, or to the first row that breaks it."""
        for row in rows:
            if problem := self._step(row):
                self._break(Row(*row), problem, next(rows, None))
                return
            if not self.sequence % TOLD:
                progress(self.sequence)
        if self._heads:
            self._find(Problem.CUT, self.sequence + 1, at=self.latest)

    def _step(self, row: Row) -> Problem | None:
        """Go on to the row if it fits."""
        sequence, kept, version, text, at, _key, is_ahead = row
        if sequence != self.sequence + 1:
            return Problem.GONE if sequence > self.sequence else Problem.ADDED
        if text is None or at is None:
            return Problem.ENTRY_GONE
        found = sha256(self.digest + hashed(text, version)).digest()
        if found.hex() != kept:
            return Problem.CHANGED
        self.sequence, self.digest = sequence, found
        self._before.append(found)
        if at < self.latest or is_ahead:
            self._judge_time(Row(*row), at)
        else:
            self.latest = at
        return self._vouched() if self._heads and self._heads[0].sequence <= sequence else None

    def _judge_time(self, row: Row, at: str) -> None:
        """Note the first entry that is from another time than its neighbours."""
        is_late = datetime.fromisoformat(at) + TOLERANCE < datetime.fromisoformat(self.latest or at)
        if (is_late or row.is_ahead) and not self.findings:
            self._find(Problem.TIME, row.sequence, row.key, at)

    def _vouched(self) -> Problem | None:
        """Compare the row with the heads that were kept of it."""
        while self._heads and self._heads[0].sequence <= self.sequence:
            if self._heads.popleft().digest != self.digest.hex():
                return Problem.REWRITTEN
        self.since = self.sequence + 1
        return None

    def _break(self, row: Row, problem: Problem, following: Row | None) -> None:
        """Find out what is wrong with the row."""
        sequence, key, at = row.sequence, row.key, row.at
        match problem:
            case Problem.GONE:
                sequence, key, at = self.sequence + 1, None, self.latest
            case Problem.CHANGED if (added := self._added(row)) is not None:
                problem, sequence, key, at = Problem.ADDED, added, None, None
            case Problem.CHANGED if following and self._fits_behind(row, Row(*following)):
                problem = Problem.SEAL
        self._find(problem, sequence, key, at)

    def _find(self, problem: Problem, sequence: int | None, key: str | None = None, at: str | None = None) -> None:
        self.findings.append(Finding(problem, sequence, min(self.since, sequence or 0), key or "", at or ""))

    def _fits_behind(self, row: Row, following: Row) -> bool:
        """Say whether the next row was sealed behind the digest that this row should have."""
        should = _digest(self.digest, row)
        return following.sequence == row.sequence + 1 and _digest(should, following).hex() == following.digest

    def _added(self, row: Row) -> int | None:
        """Return the first of the rows that were put in before this one, which fits without them; None for none."""
        for distance, digest in enumerate(reversed(self._before)):
            if _digest(digest, row).hex() == row.digest:
                return self.sequence - distance + 1
        return None


def _digest(previous: bytes, row: Row) -> bytes:
    return sha256(previous + hashed(row.content or "", row.version)).digest()
