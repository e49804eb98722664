"""A schema in which a tenant's structure owner builds, and whose rows the tenant's role reads and writes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.db import connection, connections, transaction

from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.names import quoted
from tenants.isolation.owners import structure_owner


def make(schema: str, role: str) -> None:
    """Create the schema where it is missing, and give both roles of the tenant their rights in it."""
    name, user, owner = quoted(schema), quoted(role), quoted(structure_owner(role))
    rights = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {name} GRANT"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {name} TO {user}, {owner}")
        cursor.execute(f"GRANT CREATE ON SCHEMA {name} TO {owner}")
        cursor.execute(f"{rights} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {user}")
        cursor.execute(f"{rights} USAGE, SELECT ON SEQUENCES TO {user}")


def beside(where: Tenancy) -> Tenancy:
    """Return the tenant as it is entered in an empty schema beside its own, made in the caller's transaction."""
    coming = replace(where, schema=f"{where.schema}_coming")
    with enter(Place.PLATFORM):
        make(coming.schema, where.role)
    return coming


def swap(where: Tenancy) -> None:
    """Put the schema that was made beside in place of the tenant's own, in the caller's transaction."""
    name, coming = quoted(where.schema), quoted(f"{where.schema}_coming")
    with enter(Place.PLATFORM), connections["owner"].cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {name} CASCADE")
        cursor.execute(f"ALTER SCHEMA {coming} RENAME TO {name}")


@contextmanager
def scratch() -> Iterator[Tenancy]:
    """Be in an empty schema of no tenant, as the group of all who build, until the block ends; nothing of it stays."""
    where = Tenancy(
        id=0, key="", schema=f"build_{os.getpid()}", role="", slug="", name="", kind="", region_code=None, state="",
        time_zone="UTC", domain="",
    )  # fmt: skip
    with transaction.atomic("owner"):
        with enter(Place.PLATFORM), connections["owner"].cursor() as cursor:
            builders = quoted(f"{connection.settings_dict['NAME']}_builders")
            cursor.execute(f"CREATE SCHEMA {quoted(where.schema)}")
            cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA {quoted(where.schema)} TO {builders}")
        with enter(where):
            yield where
        transaction.set_rollback(True, using="owner")
