"""The SQL with which `psql` makes a tenant's tables again in an empty database, from the files beside it."""

from collections.abc import Iterable, Iterator

from provisioning import structure
from provisioning.archives.manifest import Manifest, Table
from tenants.isolation.names import quoted

HEAD = """\
-- {title}, {at:%Y-%m-%d %H:%M} UTC
-- In the folder in which this archive was unpacked, as a role that may create extensions:
--   createdb portal
--   psql -d portal -v ON_ERROR_STOP=1 -f postgres/restore.sql
BEGIN;
CREATE EXTENSION IF NOT EXISTS postgis;
"""


def script(kept: Manifest, parts: Iterable[str]) -> str:
    """Return structure, rows and numbers: the structure of these parts, as this release makes it."""
    return "\n".join(_lines(kept, parts)) + "\n"


def _lines(kept: Manifest, parts: Iterable[str]) -> Iterator[str]:
    yield HEAD.format(title=kept.about["title"], at=kept.written_at)
    for part in parts:
        yield structure.script(part)
    yield "DELETE FROM django_migrations;"
    yield from map(_rows, kept.tables)
    yield "SET CONSTRAINTS ALL IMMEDIATE;"  # what refers to another row is checked before a table may be altered
    for table in kept.tables:
        yield from _numbers(table)
    yield "COMMIT;"


def _rows(table: Table) -> str:
    columns = ", ".join(quoted(column.name) for column in table.columns)
    return rf"\copy {quoted(table.name)} ({columns}) FROM '{table.path}' WITH (FORMAT csv, HEADER)"


def _numbers(table: Table) -> Iterator[str]:
    for number in table.sequences:
        place = f"ALTER TABLE {quoted(table.name)} ALTER COLUMN {quoted(number.column)}"
        yield f"{place} RESTART WITH {number.next};"
