"""How much a tenant has, for the record of its deletion."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from kernel.text import Text
from provisioning.models import Deletion
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.registry.models import Tenant

TABLES = """
    SELECT tablename, pg_total_relation_size(format('%%I.%%I', schemaname, tablename)::regclass) FROM pg_tables
    WHERE schemaname = %s ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class CountContents(Step):
    """Count tables, rows, files and bytes while nobody changes them."""

    deletion: str
    title = Text(id="Hitung isinya", en="Count the contents")

    def is_done(self, tenant: Tenant) -> bool:
        return not Deletion.objects.filter(key=self.deletion, figures={}).exists()

    def do(self, tenant: Tenant) -> None:
        files = [path.stat().st_size for path in (Path(settings.FILES_ROOT) / tenant.key).rglob("*") if path.is_file()]
        with connections["owner"].cursor() as cursor:
            cursor.execute(TABLES, [tenant.schema_name])
            tables = dict(cursor.fetchall())
            rows = 0
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM {quoted(tenant.schema_name)}.{quoted(table)}")  # noqa: S608 - quoted
                rows += cursor.fetchone()[0]
        size = sum(files) + sum(tables.values())
        figures = {"tables": len(tables), "rows": rows, "files": len(files), "bytes": size}
        Deletion.objects.filter(key=self.deletion).update(figures=figures)
