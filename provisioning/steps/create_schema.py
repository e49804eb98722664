"""The tenant's own Postgres schema."""

from dataclasses import dataclass

from django.db import connection, connections, transaction

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class CreateSchema(Step):
    """An empty schema in which the tenant's role may use what the owner will create."""

    title = Text(id="Buat skema", en="Create the schema")

    def is_done(self, tenant: Tenant) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [tenant.schema_name])
            return cursor.fetchone() is not None

    def do(self, tenant: Tenant) -> None:
        schema, role = quoted(tenant.schema_name), quoted(tenant.role_name)
        rights = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} GRANT"
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {schema}")
            cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
            cursor.execute(f"{rights} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}")
            cursor.execute(f"{rights} USAGE, SELECT ON SEQUENCES TO {role}")
