"""The tenant's own Postgres roles, removed."""

from dataclasses import dataclass

from django.db import connection, connections, transaction

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.isolation.owners import structure_owner
from tenants.registry.models import Tenant

THERE = "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)"


@dataclass(frozen=True, slots=True)
class DropRoles(Step):
    """Drop the role that reaches the rows and the one that owned the tables, with every right they had."""

    title = Text(id="Hapus peran", en="Drop the roles")

    def is_done(self, tenant: Tenant) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(THERE, [_roles(tenant)])
            return cursor.fetchone() is None

    def do(self, tenant: Tenant) -> None:
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            cursor.execute(THERE, [_roles(tenant)])
            for role in [quoted(name) for (name,) in cursor.fetchall()]:
                cursor.execute(f"GRANT {role} TO current_user")  # only a member may drop what is a role's
                cursor.execute(f"DROP OWNED BY {role}")
                cursor.execute(f"DROP ROLE {role}")


def _roles(tenant: Tenant) -> list[str]:
    return [tenant.role_name, structure_owner(tenant.role_name)]
