"""All that stands in a test's installation, in few words: whatever a test made and left is a difference."""

import gc
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache

from config.logs import OURS
from tests import environment

TABLES = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema$|ext$)'
"""
# What the platform writes down of its regions, and keeps when they are gone.
WRITTEN = ("job", "audit_entry")
ROLES = "SELECT rolname FROM pg_roles WHERE rolname ~ %s"


def picture() -> dict[str, Any]:
    """Return how many rows each table has and who wrote the newest, the roles, the keys in Redis and the files."""
    with environment.superuser() as cursor:
        return _rows(cursor) | {"roles": _roles(cursor), "keys": _keys(), "files": _files()}


def newest() -> dict[str, int]:
    """Return the last row of each table in which the platform writes down what is done."""
    with environment.superuser() as cursor:
        return {table: _last(cursor, table) for table in WRITTEN}


def unwrite(since: dict[str, int]) -> None:
    """Remove what was written down since then: no role of ours may."""
    with environment.superuser() as cursor:
        for table, last in since.items():
            cursor.execute(f"DELETE FROM public.{table} WHERE id > %s", [last])


def forget() -> None:
    """Empty what functions of ours remember: the answer for a region without rows would hide a leak."""
    for each in gc.get_objects():
        if type(each) is _lru_cache_wrapper and each.__module__.split(".")[0] in (*OURS, "tests"):
            each.cache_clear()


def _last(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM public.{table}")
    return int(cursor.fetchone()[0])


def _rows(cursor: Any) -> dict[str, Any]:
    cursor.execute(TABLES)
    names = [f'"{schema}"."{table}"' for schema, table in cursor.fetchall()]
    counts = " UNION ALL ".join(f"SELECT {name!r}, count(*), max(xmin::text::bigint) FROM {name}" for name in names)
    cursor.execute(counts)
    return {name: tuple(counted) for name, *counted in cursor.fetchall()}


def _roles(cursor: Any) -> list[str]:
    cursor.execute(ROLES, [f"^{environment.DATABASE}_"])
    return sorted(role for (role,) in cursor.fetchall())


def _keys() -> list[str]:
    """Return the keys of this worker: others fill theirs meanwhile."""
    keys = (key.decode() for key in cache._cache.get_client().scan_iter("*", count=1000))
    return sorted(key for key in keys if f"{environment.DATABASE}:" in key)


def _files() -> list[str]:
    root = Path(settings.FILES_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*"))
