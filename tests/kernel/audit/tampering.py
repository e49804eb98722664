"""What somebody may do to a chain who may do everything in the database, and which row it then is that is wrong."""

from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from kernel.audit import chain, content
from kernel.audit.chain import GENESIS, Head, Problem
from kernel.audit.content import CURRENT, hashed

# What was done: the first row that is wrong, or the last that may be it, and what a verification may call it.
Done = tuple[int | None, set[Problem]]

TEXTS = ("key", "actor_kind", "actor_key", "actor_name", "origin", "action", "subject_kind", "subject_key", "summary")
OLD = "'2020-01-01 00:00:00+00'"
FILL = """
    INSERT INTO audit_entry (key, at, actor_kind, actor_key, actor_name, action, subject_kind, subject_key, summary,
        before, after, origin)
    SELECT lpad(n::text, 16, 'k'), now() - interval '30 days' + n * interval '1 second', 'person',
        'sari' || n %% 10, 'Sari' || n %% 10 || ' é',
        'news.write', 'news.article', 'key' || n %% 1000, 'Saved a new text',
        CASE WHEN n %% 3 = 0 THEN '{"version": 1}' END::jsonb,
        '{"version": 2, "title": "Jembatan “baru”"}', '198.51.100.7'
    FROM generate_series(%s, %s) n
"""
SEALED = f"SELECT s.sequence, {content.SEALED} FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id"
HEADS = """
    SELECT sequence, encode(digest, 'hex') FROM audit_seal
    WHERE sequence %% %s = 0 OR sequence = (SELECT max(sequence) FROM audit_seal)
"""
COPY = "(key, at, actor_kind, actor_key, actor_name, action, subject_kind, subject_key, summary, before, after, origin)"


def fill(cursor: Any, count: int, *, first: int = 1) -> None:
    """Write entries a month ago, one a second, numbered up to `count`."""
    cursor.execute(FILL, [first, count])


def heads(cursor: Any, every: int) -> list[Head]:
    """Return each of so many heads, and the last."""
    cursor.execute(HEADS, [every])
    return [Head(*row) for row in cursor.fetchall()]


class Tamperer:
    """Somebody at the database, with chances of her own."""

    def __init__(self, cursor: Any, chance: Random, length: int) -> None:
        self.cursor, self.chance, self.length = cursor, chance, length

    def _one(self, upto: int = 0) -> int:
        return self.chance.randint(1, self.length - upto)

    def _do(self, statement: str, *values: Any) -> None:
        self.cursor.execute(statement, values)

    def _entry(self, sequence: int) -> int:
        self.cursor.execute("SELECT entry_id FROM audit_seal WHERE sequence = %s", [sequence])
        return int(self.cursor.fetchone()[0])

    def _copied(self, sequence: int, at: str = "at") -> int:
        """Write a forged entry, and return its number."""
        others = COPY.strip("()").replace("key, at", f"md5(random()::text)::varchar(16), {at}", 1)
        self._do(
            f"INSERT INTO audit_entry {COPY} SELECT {others} FROM audit_entry WHERE id = %s RETURNING id",
            self._entry(sequence),
        )
        return int(self.cursor.fetchone()[0])

    def change_text(self) -> Done:
        n, column = self._one(), self.chance.choice(TEXTS)
        self._do(f"UPDATE audit_entry SET {column} = left({column}, 15) || 'x' WHERE id = %s", self._entry(n))
        return n, {Problem.CHANGED}

    def change_move_text_to_the_next_field(self) -> Done:
        n = self._one()
        self._do(
            "UPDATE audit_entry SET actor_key = left(actor_key, -1), actor_name = right(actor_key, 1) || actor_name"
            " WHERE id = %s",
            self._entry(n),
        )
        return n, {Problem.CHANGED}

    def change_time(self) -> Done:
        n = self._one()
        self._do("UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = %s", self._entry(n))
        return n, {Problem.CHANGED}

    def change_what_was_before(self) -> Done:
        n, column = self._one(), self.chance.choice(("before", "after"))
        value = self.chance.choice(("NULL", "'{\"version\": 2}'", "'{}'"))
        self._do(
            f"UPDATE audit_entry SET {column} = CASE WHEN {column} IS NULL THEN '1' ELSE {value}::jsonb END"
            " WHERE id = %s",
            self._entry(n),
        )
        return n, {Problem.CHANGED}

    def change_digest(self) -> Done:
        n = self._one()
        self._do("UPDATE audit_seal SET digest = sha256(digest) WHERE sequence = %s", n)
        return n, {Problem.SEAL} if n < self.length else {Problem.CHANGED}

    def change_seals_time(self) -> Done:
        n = self._one()
        self._do("UPDATE audit_seal SET sealed_at = sealed_at - interval '1 second' WHERE sequence = %s", n)
        return n, {Problem.CHANGED}

    def change_version(self) -> Done:
        n = self._one()
        self._do("UPDATE audit_seal SET version = 1 WHERE sequence = %s", n)
        return n, {Problem.CHANGED}

    def delete_entry(self) -> Done:
        n = self._one()
        self._do("DELETE FROM audit_entry WHERE id = %s", self._entry(n))
        return n, {Problem.ENTRY_GONE}

    def delete_seal(self) -> Done:
        n = self._one()
        self._do("DELETE FROM audit_seal WHERE sequence = %s", n)
        return n, {Problem.GONE, Problem.CUT}

    def delete_both(self) -> Done:
        n = self._one()
        self._drop(n)
        return n, {Problem.GONE, Problem.CUT}

    def delete_both_and_close_the_gap(self) -> Done:
        n, _problems = self.delete_both()
        self._shift(n or 0, -1)
        return n, {Problem.CHANGED, Problem.CUT}

    def insert_with_right_digests(self) -> Done:
        n, count = self._one(1), self.chance.choice((1, 3))
        entries = [self._copied(n) for _number in range(count)]
        self._shift(n, count)
        for place, entry in enumerate(entries):
            self._seal(n + place, entry)
        return n, {Problem.ADDED, Problem.REWRITTEN}

    def insert_before_the_first(self) -> Done:
        self._do(
            "INSERT INTO audit_seal (sequence, entry_id, digest, version, sealed_at) VALUES (0, %s, 'x', 2, now())",
            self._copied(1),
        )
        return 0, {Problem.ADDED}

    def insert_at_the_end_with_old_date(self) -> Done:
        self._seal(self.length + 1, self._copied(1, OLD))
        return self.length + 1, {Problem.TIME}

    def insert_at_the_end_with_coming_date(self) -> Done:
        self._seal(self.length + 1, self._copied(1, "now() + interval '2 days'"))
        return self.length + 1, {Problem.TIME}

    def insert_unsealed_with_old_date(self) -> Done:
        self._copied(self._one(), OLD)
        return None, {Problem.UNSEALED}

    def reorder_entries(self) -> Done:
        n, m = sorted(self.chance.sample(range(1, self.length + 1), 2))
        first, second = self._entry(n), self._entry(m)
        for sequence, entry in ((n, -1), (m, first), (n, second)):
            self._do("UPDATE audit_seal SET entry_id = %s WHERE sequence = %s", entry, sequence)
        return n, {Problem.CHANGED}

    def reorder_seals(self) -> Done:
        n, m = sorted(self.chance.sample(range(1, self.length + 1), 2))
        for old, new in ((n, -1), (m, n), (-1, m)):
            self._do("UPDATE audit_seal SET sequence = %s WHERE sequence = %s", new, old)
        return n, {Problem.CHANGED}

    def cut_the_end(self) -> Done:
        n = self._one()
        self._do("DELETE FROM audit_seal WHERE sequence >= %s", n)
        self._do("DELETE FROM audit_entry e WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)")
        return n, {Problem.CUT}

    def delete_all(self) -> Done:
        self._do("DELETE FROM audit_seal")
        self._do("DELETE FROM audit_entry")
        return 1, {Problem.CUT}

    def rewrite_with_right_digests(self) -> Done:
        n = self._one()
        self._do("UPDATE audit_entry SET summary = 'Another' WHERE id = %s", self._entry(n))
        self._reseal(n)
        return n, {Problem.REWRITTEN}

    def rewrite_without_one(self) -> Done:
        n = self._one(1)
        self._drop(n)
        self._shift(n, -1)
        self._reseal(n)
        return n, {Problem.REWRITTEN, Problem.CUT}

    def _drop(self, n: int) -> None:
        entry = self._entry(n)
        self._do("DELETE FROM audit_seal WHERE sequence = %s", n)
        self._do("DELETE FROM audit_entry WHERE id = %s", entry)

    def _shift(self, since: int, by: int) -> None:
        self._do("UPDATE audit_seal SET sequence = -sequence WHERE sequence >= %s", since)
        self._do("UPDATE audit_seal SET sequence = -sequence + %s WHERE sequence < 0", by)

    def _digest(self, sequence: int) -> bytes:
        self.cursor.execute("SELECT digest FROM audit_seal WHERE sequence = %s", [sequence])
        row = self.cursor.fetchone()
        return bytes(row[0]) if row else GENESIS

    def _seal(self, sequence: int, entry: int) -> None:
        """Seal an entry as we do."""
        now = timezone.now()
        self._do(f"SELECT {content.COMING} FROM audit_entry e WHERE e.id = %s", now, entry)
        (covered,) = self.cursor.fetchone()
        digest = sha256(self._digest(sequence - 1) + hashed(covered, CURRENT)).digest()
        self._do(
            "INSERT INTO audit_seal (sequence, entry_id, digest, version, sealed_at) VALUES (%s, %s, %s, 2, %s)",
            sequence, entry, digest, now,
        )  # fmt: skip

    def _reseal(self, since: int) -> None:
        """Write all digests anew from here on, as we would."""
        digest, found = self._digest(since - 1), []
        self._do(f"{SEALED} WHERE s.sequence >= %s ORDER BY 1", since)
        for sequence, covered in self.cursor.fetchall():
            digest = sha256(digest + hashed(covered, CURRENT)).digest()
            found.append((sequence, digest.hex()))
        self._do(
            "UPDATE audit_seal s SET digest = decode(n.digest, 'hex')"
            " FROM unnest(%s::bigint[], %s::text[]) AS n (sequence, digest) WHERE s.sequence = n.sequence",
            [sequence for sequence, _digest in found], [digest for _sequence, digest in found],
        )  # fmt: skip


KINDS: dict[str, Callable[[Tamperer], Done]] = {
    name: function
    for name, function in vars(Tamperer).items()
    if name.split("_")[0] in {"change", "delete", "insert", "reorder", "cut", "rewrite"}
}


def missed(cursor: Any, kind: str, chance: Random, length: int, known: list[Head]) -> str:
    """Tamper once with a chain of this length, verify it, take all back; return what was not found as it should."""
    with transaction.atomic("owner"):
        wrong, problems = KINDS[kind](Tamperer(cursor, chance, length))
        found = chain.verify(known).first
        transaction.set_rollback(True, using="owner")
    if found is None or found.problem not in problems:
        return f"{kind} of {wrong}: {found}"
    is_range = found.problem in (Problem.REWRITTEN, Problem.CUT)  # between a head that fits and one that does not
    named = range(found.since, found.sequence + 1) if is_range else [found.sequence]
    return "" if wrong in named else f"{kind} of {wrong}: {found}"
