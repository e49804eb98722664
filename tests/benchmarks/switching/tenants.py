"""Small tenants made by plain SQL: as many tables as the shapes read, and a row that says whose they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2

TABLES = """
    CREATE TABLE {s}.accounts_unit (id bigint PRIMARY KEY, key text DEFAULT '', name text, is_active bool DEFAULT true);
    INSERT INTO {s}.accounts_unit (id, name) SELECT n, '{s}' FROM generate_series(1, 3) n;
    CREATE TABLE {s}.django_content_type (id int PRIMARY KEY, app_label text, model text);
    INSERT INTO {s}.django_content_type VALUES ({number}, 'accounts', 'unit');
    CREATE TABLE {s}.customization_value (kind text, key text, value jsonb);
    INSERT INTO {s}.customization_value VALUES ('word', 'mark:id', '"{s}"');
"""
RIGHTS = """
    CREATE ROLE {role};
    GRANT {role} TO {database}_web;
    GRANT {database}_tenants TO {role};
    GRANT USAGE ON SCHEMA {s} TO {role};
    GRANT SELECT ON ALL TABLES IN SCHEMA {s} TO {role};
"""
COUNT = 8
FIRST = 9001  # far from the numbers of tenants that are provisioned


def names() -> list[tuple[int, str]]:
    """Return number and schema of each."""
    return [(number, f"t{number}") for number in range(FIRST, FIRST + COUNT)]


def role(database: str, schema: str) -> str:
    """Return the role of a small tenant, called as provisioning calls them."""
    return f"{database}_{schema}"


@contextmanager
def standing(dsn: str, database: str, *, with_roles: bool) -> Iterator[Any]:
    """Make them as the superuser; remove them afterwards."""
    admin = psycopg2.connect(dsn)
    admin.autocommit = True
    with admin.cursor() as cursor:
        try:
            for number, schema in names():
                _make(cursor, database, schema, number, with_roles)
            yield cursor
        finally:
            for _number, schema in names():
                _remove(cursor, database, schema, with_roles)
    admin.close()


def _make(cursor: Any, database: str, schema: str, number: int, with_roles: bool) -> None:
    cursor.execute(f"CREATE SCHEMA {schema};" + TABLES.format(s=schema, number=number))
    if with_roles:
        cursor.execute(RIGHTS.format(s=schema, role=role(database, schema), database=database))


def _remove(cursor: Any, database: str, schema: str, with_roles: bool) -> None:
    cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    if with_roles:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [role(database, schema)])
        if cursor.rowcount:
            cursor.execute(f"DROP OWNED BY {role(database, schema)}; DROP ROLE {role(database, schema)}")
