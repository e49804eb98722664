"""The SQL that a cluster's administrator runs once for a new database.

Five roles, all named after the database since roles belong to the whole cluster:

`<database>_owner`     login; owns the schemas and the public tables, migrates, creates tenants' roles
`<database>_web`       login; owns nothing, inherits nothing; becomes one of the others
`<database>_platform`  rows of the public schema
`<database>_tenants`   the group of all tenants' roles: may put a job into the queue, no more
`<database>_builders`  the group of all roles that own a tenant's tables: may use PostGIS and ask what tables look like
"""

import re

from django.core.exceptions import ImproperlyConfigured

DATABASE_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


def checked(database: str) -> str:
    """Return the name if it may stand in SQL.

    Raises: ImproperlyConfigured.
    """
    if not DATABASE_NAME.fullmatch(database):
        raise ImproperlyConfigured(
            f"The database name {database!r} is not usable: take a-z, 0-9 and _, beginning with a letter."
        )
    return database


def cluster_statements(database: str) -> list[str]:
    """Return the statements that create the roles, to be run once in any database of the cluster."""
    name = checked(database)
    return [
        f"CREATE ROLE {name}_owner LOGIN CREATEROLE",
        f"CREATE ROLE {name}_web LOGIN NOINHERIT",
        f"CREATE ROLE {name}_platform NOLOGIN",
        f"CREATE ROLE {name}_tenants NOLOGIN",
        f"GRANT {name}_platform TO {name}_web",
        f"GRANT {name}_tenants TO {name}_owner WITH ADMIN OPTION",
        f"ALTER ROLE {name}_owner SET timezone = 'UTC'",
        f"ALTER ROLE {name}_web SET timezone = 'UTC'",
        *builders_statements(name),
    ]


def builders_statements(database: str) -> list[str]:
    """Return the statements that create the builders' group, which an older database may lack."""
    name = checked(database)
    return [
        f"CREATE ROLE {name}_builders NOLOGIN",
        f"GRANT {name}_builders TO {name}_owner WITH ADMIN OPTION",
    ]


def database_statements(database: str) -> list[str]:
    """Return the statements to be run once, inside the new database, as superuser; `hardening.statements` come next."""
    name = checked(database)
    rights = f"ALTER DEFAULT PRIVILEGES FOR ROLE {name}_owner"
    return [
        "CREATE SCHEMA IF NOT EXISTS ext",
        "CREATE EXTENSION IF NOT EXISTS postgis SCHEMA ext",
        "CREATE SCHEMA IF NOT EXISTS gate",
        f"ALTER SCHEMA gate OWNER TO {name}_owner",
        f"ALTER SCHEMA public OWNER TO {name}_owner",
        f"GRANT CREATE ON DATABASE {name} TO {name}_owner",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {name}_owner, {name}_web",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}_platform, {name}_tenants",
        f"GRANT USAGE ON SCHEMA gate TO {name}_web",
        f"{rights} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}_platform",
        f"{rights} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {name}_platform",
        f"{rights} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ]
