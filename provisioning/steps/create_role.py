"""The tenant's own Postgres roles."""

from dataclasses import dataclass

from django.db import connection, connections, transaction

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.isolation.owners import structure_owner
from tenants.registry.models import Tenant

IS_DONE = """
    SELECT count(*) FROM pg_auth_members m
    JOIN pg_roles granted ON granted.oid = m.roleid JOIN pg_roles member ON member.oid = m.member
    WHERE (granted.rolname, member.rolname) IN %s
"""


@dataclass(frozen=True, slots=True)
class CreateRole(Step):
    """A role that reaches the rows of one schema, which the web role may become; a role that will own its tables."""

    title = Text(id="Buat peran", en="Create the roles")

    def is_done(self, tenant: Tenant) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(IS_DONE, [_memberships(tenant)])
            return bool(cursor.fetchone()[0] == len(_memberships(tenant)))

    def do(self, tenant: Tenant) -> None:
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            for role in (tenant.role_name, structure_owner(tenant.role_name)):
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE ROLE {quoted(role)} NOLOGIN")
            for granted, member in _memberships(tenant):
                cursor.execute(f"GRANT {quoted(granted)} TO {quoted(member)}")


def _memberships(tenant: Tenant) -> tuple[tuple[str, str], ...]:
    """Return which role is granted to which."""
    database, role, owner = connection.settings_dict["NAME"], tenant.role_name, structure_owner(tenant.role_name)
    groups = ((f"{database}_tenants", role), (f"{database}_builders", owner))
    return (*groups, (role, f"{database}_web"), (owner, f"{database}_owner"))
