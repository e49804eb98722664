"""The tenant's own Postgres role."""

from dataclasses import dataclass

from django.db import connection, connections, transaction

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.names import quoted
from tenants.registry.models import Tenant

IS_DONE = """
    SELECT count(*) = 2 FROM pg_auth_members m
    JOIN pg_roles granted ON granted.oid = m.roleid JOIN pg_roles member ON member.oid = m.member
    WHERE (granted.rolname, member.rolname) IN ((%(role)s, %(web)s), (%(group)s, %(role)s))
"""


@dataclass(frozen=True, slots=True)
class CreateRole(Step):
    """A role that reaches the rows of one schema; the web role may become it."""

    title = Text(id="Buat peran", en="Create the role")

    def is_done(self, tenant: Tenant) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(IS_DONE, _names(tenant))
            return bool(cursor.fetchone()[0])

    def do(self, tenant: Tenant) -> None:
        with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
            names = _names(tenant)
            role, group, web = map(quoted, names.values())
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [names["role"]])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {role} NOLOGIN")
            cursor.execute(f"GRANT {group} TO {role}")
            cursor.execute(f"GRANT {role} TO {web}")


def _names(tenant: Tenant) -> dict[str, str]:
    database = connection.settings_dict["NAME"]
    return {
        "role": tenant.role_name,
        "group": f"{database}_tenants",
        "web": f"{database}_web",
    }
