"""The tenant's own Postgres schema."""

from dataclasses import dataclass

from django.db import connection, connections, transaction

from kernel.text import Text
from provisioning import schemas
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.isolation.owners import STRANGE, structure_owner
from tenants.registry.models import Tenant

MAY_BUILD = """
    SELECT 1 FROM pg_namespace n JOIN pg_roles r ON r.rolname = %(owner)s
    WHERE n.nspname = %(schema)s AND has_schema_privilege(r.oid, n.oid, 'CREATE')
"""


@dataclass(frozen=True, slots=True)
class CreateSchema(Step):
    """A schema in which one role builds and the tenant's role uses what it built."""

    title = Text(id="Buat skema", en="Create the schema")

    def is_done(self, tenant: Tenant) -> bool:
        with connection.cursor() as cursor:
            names = {"schema": tenant.schema_name, "owner": structure_owner(tenant.role_name)}
            cursor.execute(f"SELECT EXISTS ({MAY_BUILD}) AND NOT EXISTS ({STRANGE} AND n.nspname = %(schema)s)", names)
            return bool(cursor.fetchone()[0])

    def do(self, tenant: Tenant) -> None:
        schema, role = quoted(tenant.schema_name), quoted(tenant.role_name)
        owner = quoted(structure_owner(tenant.role_name))
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            schemas.make(tenant.schema_name, tenant.role_name)
            # What an older release left to the owner of all.
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON TABLES FROM {role}")
            cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA {schema} REVOKE ALL ON SEQUENCES FROM {role}")
            cursor.execute(f"{STRANGE} AND n.nspname = %s", [tenant.schema_name])
            for (table,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} OWNER TO {owner}")
