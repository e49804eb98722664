"""How much a tenant has and which copies of it were made, for the record of its deletion."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction

from kernel.text import Text
from provisioning.archives.errors import NotReadable
from provisioning.archives.tables import reading
from provisioning.models import Deletion
from provisioning.step import Step
from tenants.files.models import Export
from tenants.isolation.current import enter
from tenants.isolation.names import quoted
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

# Of a region that made one each month, those of a year.
NAMED = 12
TABLES = """
    SELECT tablename, pg_total_relation_size(format('%%I.%%I', schemaname, tablename)::regclass) FROM pg_tables
    WHERE schemaname = %s ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class CountContents(Step):
    """Count tables, rows, files and bytes while nobody changes them, and note the copies that left before."""

    deletion: str
    title = Text(id="Hitung isinya", en="Count the contents")

    def is_done(self, tenant: Tenant) -> bool:
        return not Deletion.objects.filter(key=self.deletion, figures={}).exists()

    def do(self, tenant: Tenant) -> None:
        files = [path.stat().st_size for path in (Path(settings.FILES_ROOT) / tenant.key).rglob("*") if path.is_file()]
        with connections["owner"].cursor() as cursor:
            cursor.execute(TABLES, [tenant.schema_name])
            sizes = dict(cursor.fetchall())
        rows = {table: _rows(tenant.schema_name, table) for table in sizes}
        read = {table: count for table, count in rows.items() if count is not None}
        size = sum(files) + sum(sizes.values())
        figures: dict[str, Any] = {"tables": len(rows), "rows": sum(read.values()), "files": len(files), "bytes": size}
        if unreadable := sorted({*rows} - {*read}):
            figures["unreadable"] = unreadable
        copies = _copies(tenant) if Export._meta.db_table in read else []
        Deletion.objects.filter(key=self.deletion).update(figures=figures, copies=copies)


def _rows(schema: str, table: str) -> int | None:
    """Count a table's rows; one that cannot be read keeps no region from leaving."""
    try:
        with reading(table), transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {quoted(schema)}.{quoted(table)}")  # noqa: S608 - quoted
            count: int = cursor.fetchone()[0]
            return count
    except NotReadable:
        return None


def _copies(tenant: Tenant) -> list[dict[str, Any]]:
    """Return what tells the last copies of all data from other files, newest first; whose they are is not told."""
    with enter(tenancy(tenant)):
        made = list(Export.objects.exclude(ready_at=None).order_by("-ready_at")[:NAMED])
    return [
        {"made_at": (one.ready_at or one.created_at).isoformat(), "bytes": one.size, "sha256": one.sha256}
        for one in made
    ]
