"""What Postgres itself keeps apart; `test_attacks` tries to get past it."""

import pytest
from django.db import ProgrammingError, connection
from psycopg2 import errors

from kernel.accounts.models import Unit
from tenants.isolation.current import enter


def test_tenant_reads_and_adds_to_its_audit_log(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('audit_entry', 'INSERT'), has_table_privilege('audit_entry', 'SELECT')"
        )

        assert cursor.fetchone() == (True, True)


def test_table_that_is_only_public_is_missing(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor, pytest.raises(ProgrammingError) as refusal:
        cursor.execute("SELECT * FROM registry_tenant")

    assert isinstance(refusal.value.__cause__, errors.UndefinedTable)


def test_missing_table_is_never_the_public_one(regions, superuser) -> None:
    schema = regions[0].schema
    superuser.execute(f"ALTER TABLE {schema}.accounts_unit RENAME TO hidden")

    try:
        with enter(regions[0]), pytest.raises(ProgrammingError) as refusal:
            list(Unit.objects.all())
    finally:
        superuser.execute(f"ALTER TABLE {schema}.hidden RENAME TO accounts_unit")

    assert isinstance(refusal.value.__cause__, errors.UndefinedTable)


def test_job_bears_the_role_that_put_it_in(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute("INSERT INTO public.job (key, name, due_at) VALUES ('borderjob', 'test.none', now() + '1 year')")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM job WHERE key = 'borderjob' RETURNING tenant_role")
        assert cursor.fetchone() == (regions[0].role,)


def test_login_role_alone_reaches_nothing(regions, superuser) -> None:
    superuser.execute(
        "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'ext') AND n.nspname !~ '^pg_toast'"
        " AND c.relkind IN ('r', 'p', 'v', 'm') AND has_table_privilege(current_database() || '_web', c.oid, 'SELECT')"
    )

    assert superuser.fetchone() == (0,)


def test_platform_reads_no_tenant(regions) -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError) as refusal:
        cursor.execute(f"SELECT * FROM {regions[0].schema}.accounts_person")

    assert isinstance(refusal.value.__cause__, errors.InsufficientPrivilege)
