"""All tables of a tenant, removed."""

from dataclasses import dataclass

from django.db import connection, connections

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class DropSchema(Step):
    """Drop the schema with all that is in it; whoever still reads there is waited for."""

    title = Text(id="Hapus skema", en="Drop the schema")

    def is_done(self, tenant: Tenant) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = %s)", [tenant.schema_name])
            return bool(cursor.fetchone()[0])

    def do(self, tenant: Tenant) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {quoted(tenant.schema_name)} CASCADE")
