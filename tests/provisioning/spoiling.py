"""Tables that are there and that Postgres cannot read, as after a disk failed: each gets another file on disk."""

from typing import Any

from tenants.registry.models import Tenant

# A number that Postgres gives nobody so soon.
FAR = 2_000_000_000
ALL = "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY 1"
# The folder of the table's file, and the number of one that is not there.
PLACE = """
    SELECT current_setting('data_directory') || '/' || regexp_replace(pg_relation_filepath(%(table)s), '[^/]+$', ''),
    %(far)s + %(table)s::regclass::oid::bigint
"""
BLOCK = 8192


def lose(tenant: Tenant, superuser: Any, *tables: str) -> None:
    """Take the files of these tables, or of all, away."""
    superuser.execute(ALL, [tenant.schema_name])
    for table in tables or [name for (name,) in superuser.fetchall()]:
        _move(superuser, f"{tenant.schema_name}.{table}")


def garble(tenant: Tenant, superuser: Any, table: str) -> None:
    """Put a block of nonsense in place of the table's."""
    folder, number = _move(superuser, f"{tenant.schema_name}.{table}")
    superuser.execute("COPY (SELECT repeat('x', %s)) TO %s", [BLOCK - 1, f"{folder}{number}"])  # and the line's end


def _move(superuser: Any, table: str) -> tuple[str, int]:
    superuser.execute(PLACE, {"table": table, "far": FAR})
    folder, number = superuser.fetchone()
    superuser.execute("SET allow_system_table_mods = on")
    superuser.execute("UPDATE pg_class SET relfilenode = %s WHERE oid = %s::regclass", [number, table])
    return folder, number
