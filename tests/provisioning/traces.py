"""Where anything of a tenant stands in the whole installation: tables, schemas, roles, files, Redis."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache

from tenants.registry.models import Tenant
from tests import environment
from tests.canaries.strings import PATTERN

TABLES = """
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm') AND n.nspname !~ '^(pg_|information_schema$|ext$)' ORDER BY 1
"""
# What stays: the log of what was done on the platform, the row that says that the tenant was deleted, those of sealed
# backups that the certificate names, and the reference data of the whole country.
STAYS = {"public.audit_entry", "public.provisioning_deletion", "public.provisioning_backup", "public.regions_region"}


def names(tenant: Tenant) -> re.Pattern[bytes]:
    """Return what tells of the tenant wherever it stands: its names, and the canaries of region `a` in its contents."""
    found = [re.escape(name) for name in (tenant.key, tenant.slug, tenant.name, tenant.role_name)]
    schema = f"{tenant.schema_name}(?![a-z])"  # so short that a random key may begin with it
    own = "|".join(rf"(?<![a-z0-9_]){name}(?![0-9])" for name in (*found, schema))
    return re.compile(own.encode() + b"|" + PATTERN.pattern.replace(b"[ab]", b"a"), re.IGNORECASE)


def traces(wanted: re.Pattern[bytes]) -> list[str]:
    """Return each place in which something of the tenant stands."""
    with environment.superuser() as cursor:
        everywhere = [*_rows(cursor), *_catalogue(cursor)]
    return sorted({place for place, content in (*everywhere, *_files(), *_redis()) if wanted.search(content)})


def _rows(cursor: Any) -> Iterator[tuple[str, bytes]]:
    cursor.execute(TABLES)
    for (table,) in cursor.fetchall():
        if table not in STAYS:
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield f"table {table}", "\n".join([table, *(row for (row,) in cursor.fetchall())]).encode()


def _catalogue(cursor: Any) -> Iterator[tuple[str, bytes]]:
    for what, column in (("pg_roles", "rolname"), ("pg_namespace", "nspname"), ("pg_default_acl", "defaclacl")):
        cursor.execute(f"SELECT string_agg({column}::text, ' ') FROM {what}")
        yield what, (cursor.fetchone()[0] or "").encode()


def _files() -> Iterator[tuple[str, bytes]]:
    for path in Path(settings.FILES_ROOT).rglob("*"):
        yield "file", str(path).encode() + (path.read_bytes() if path.is_file() else b"")


def _redis() -> Iterator[tuple[str, bytes]]:
    """Yield all that Redis has, but what the tests beside this one have in databases of their own."""
    client = cache._cache.get_client()
    readers = {
        "string": client.get,
        "hash": lambda key: b"\n".join([part for pair in client.hgetall(key).items() for part in pair]),
        "list": lambda key: b"\n".join(client.lrange(key, 0, -1)),
        "zset": lambda key: b"\n".join(client.zrange(key, 0, -1)),
        "set": lambda key: b"\n".join(client.smembers(key)),
    }
    for key in client.scan_iter("*", count=1000):
        whose = re.search(rb"live_test\w*(?=:)", key)
        if whose is None or whose[0] == environment.DATABASE.encode():
            kind = client.type(key).decode()
            yield f"redis {kind}", key + (readers[kind](key) or b"" if kind in readers else b"")
