"""Rows of the current tenant as CSV, streamed on the owner's connection: out, hashed, and in again."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.db import DatabaseError, connections

from provisioning.archives.errors import NotReadable
from provisioning.archives.manifest import Column, Sequence, Table
from tenants.isolation.names import quoted

# Without generated columns: Postgres makes those anew, and takes none.
COLUMNS = """
    SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum
"""
PRIMARY = """
    SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY a.attnum
"""
SEQUENCES = """
    SELECT a.attname, s.relname FROM pg_class s
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = s.oid AND d.deptype IN ('a', 'i')
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND d.refobjid = %s::regclass ORDER BY a.attnum
"""
# Data or an index that is damaged, a file that is missing, a disk that does not give it.
UNREADABLE = ("XX001", "XX002", "58P01", "58030")
NEXT = "SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM {}"


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one table: all, or those of which `column` begins with the name `of` and a dot.

    In the columns that are `blank` each row says `!`.
    """

    table: str
    column: str = ""
    of: str = ""
    blank: frozenset[str] = frozenset()

    @property
    def condition(self) -> str:
        """Return the condition as SQL; it is true for a whole table."""
        return f"starts_with({quoted(self.column)}, '{quoted(self.of)[1:-1]}.')" if self.column else "true"


class Measure:
    """A file that counts and hashes what is written to it; without one below it, it only measures."""

    def __init__(self, below: IO[bytes] | None = None) -> None:
        self._below, self._hash, self.size = below, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._hash.update(data)
        self.size += len(data)
        if self._below is not None:
            self._below.write(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """Return the hash of what was written."""
        return self._hash.hexdigest()


@contextmanager
def reading(table: str) -> Iterator[None]:
    """Name the table of which the block reads, where it is there and cannot be read.

    Raises: NotReadable.
    """
    try:
        yield
    except DatabaseError as error:
        if not is_unreadable(error):
            raise
        raise NotReadable(table) from error


def is_unreadable(error: DatabaseError) -> bool:
    """Say whether Postgres could not read what is there; nothing else that it refuses is taken for that."""
    return getattr(error.__cause__, "pgcode", "") in UNREADABLE


def copy_out(part: Part, out: IO[bytes] | None = None) -> Table:
    """Write the rows in the order of their primary key, and return what they are; without `out` only look.

    Raises: NotReadable.
    """
    with reading(part.table):
        return _copy_out(part, out)


def _copy_out(part: Part, out: IO[bytes] | None) -> Table:
    measure, columns = Measure(out), _ask(COLUMNS, part.table)
    count = _copy(f"COPY ({_query(part, columns)}) TO STDOUT WITH (FORMAT csv, HEADER)", measure)
    return Table(
        name=part.table,
        is_whole=not part.column,
        columns=tuple(Column(name=name, type=kind) for name, kind in columns),
        sequences=() if part.column else tuple(_numbers(part.table)),
        rows=count,
        size=measure.size,
        sha256=measure.sha256,
    )


def selected(part: Part) -> str:
    """Return the query of the rows in the order of their primary key, as SQL."""
    return _query(part, _ask(COLUMNS, part.table))


def _query(part: Part, columns: list[Any]) -> str:
    names = [name for name, _type in columns]
    listed = ", ".join(f"'!' AS {quoted(name)}" if name in part.blank else quoted(name) for name in names)
    order = [name for (name,) in _ask(PRIMARY, part.table)] or names
    return f"SELECT {listed} FROM {quoted(part.table)} WHERE {part.condition} ORDER BY {_listed(order)}"  # noqa: S608 - quoted


def copy_in(table: Table, source: IO[bytes]) -> int:
    """Add the rows to the table, and let its sequences go on where they were; return how many rows."""
    names = _listed(column.name for column in table.columns)
    count = _copy(f"COPY {quoted(table.name)} ({names}) FROM STDIN WITH (FORMAT csv, HEADER)", source)
    sequences = dict(_ask(SEQUENCES, table.name)) if table.sequences else {}
    with connections["owner"].cursor() as cursor:
        for number in table.sequences:
            cursor.execute(f"ALTER SEQUENCE {quoted(sequences[number.column])} RESTART WITH {number.next:d}")
    return count


def _numbers(table: str) -> list[Sequence]:
    found = []
    for column, sequence in _ask(SEQUENCES, table):
        with connections["owner"].cursor() as cursor:
            cursor.execute(NEXT.format(quoted(sequence)))
            found.append(Sequence(column=column, next=cursor.fetchone()[0]))
    return found


def _copy(statement: str, file: Any) -> int:
    owner = connections["owner"]
    with owner.cursor() as cursor, owner.wrap_database_errors:
        cursor.copy_expert(statement, file)
        return int(cursor.rowcount)


def _ask(question: str, table: str) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(question, [quoted(table)])
        return list(cursor.fetchall())


def _listed(names: Any) -> str:
    return ", ".join(quoted(name) for name in names)
