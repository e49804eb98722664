"""What a test committed goes with it, whatever table of whichever place it wrote into."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests import environment

# Chains: whoever takes the last links away shortens them, and what was anchored is missing.
STAYS = ("audit_entry", "audit_seal")
NUMBERED = """
    SELECT owner.oid::regclass::text, coalesce(last_value, 0)
    FROM pg_sequences
    JOIN pg_depend ON objid = format('%%I.%%I', schemaname, sequencename)::regclass AND deptype IN ('a', 'i')
    JOIN pg_class AS owner ON owner.oid = refobjid
    WHERE NOT owner.relname = ANY (%s)
"""


@contextmanager
def removed() -> Iterator[None]:
    """Delete the rows that the block added; those that it changed stay as they are."""
    before = last_numbers()
    yield
    with environment.superuser() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, last in last_numbers().items():
            if last > before.get(table, 0):
                cursor.execute(f"DELETE FROM {table} WHERE id > %s", [before.get(table, 0)])


def last_numbers() -> dict[str, int]:
    """Return the number that was given last, of each table whose rows are numbered."""
    with environment.superuser() as cursor:
        cursor.execute(NUMBERED, [list(STAYS)])
        return dict(cursor.fetchall())
