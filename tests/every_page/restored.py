"""A block after which the database, the cache and the files are as before, whatever stood there."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tenants.isolation import hosts
from tenants.registry.models import Tenant
from tests.conftest import remove
from tests.every_page.mirror import superuser
from tests.every_page.stage import forget

Rows = dict[str, dict[str, str]]


@contextmanager
def restored() -> Iterator[None]:
    """Remove all that the block commits: tenants with their schemas, roles and files, and rows in public.

    Raises: AssertionError for a row that the block changed or deleted: nobody can bring it back.
    """
    forget()
    tenants, before = set(Tenant.objects.values_list("pk", flat=True)), _rows()
    try:
        yield
    finally:
        connection.close()
        for tenant in Tenant.objects.exclude(pk__in=tenants).order_by("-pk"):  # a copy before what it is of
            shutil.rmtree(Path(settings.FILES_ROOT) / tenant.key, ignore_errors=True)
            remove(tenant)
        lost = _delete_what_is_new(before)
        hosts.forget()
        forget()
    if lost:
        raise AssertionError(f"Rows that stood there before are changed or gone: {', '.join(lost)}.")


def _rows() -> Rows:
    """Return what stands in each table of public: a row's fingerprint and its place."""
    with superuser() as cursor:
        return {table: _fingerprints(cursor, table) for table in _tables(cursor)}


def _tables(cursor: Any) -> list[str]:
    cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
    return [table for (table,) in cursor.fetchall()]


def _fingerprints(cursor: Any, table: str) -> dict[str, str]:
    cursor.execute(f"SELECT md5(each::text), ctid::text FROM public.{table} each")
    return dict(cursor.fetchall())


def _delete_what_is_new(before: Rows) -> list[str]:
    """Delete the rows that were not there; return the tables in which one of those before is missing."""
    now = _rows()
    with superuser() as cursor:
        for table, rows in now.items():
            new = [place for row, place in rows.items() if row not in before[table]]
            cursor.execute(f"DELETE FROM public.{table} WHERE ctid = ANY (%s::tid[])", [new])
    return [table for table, rows in before.items() if rows.keys() - now[table].keys()]
