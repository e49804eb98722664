"""What Postgres itself refuses to a tenant's role."""

import pytest
from django.db import ProgrammingError, connection
from psycopg2 import errors

from kernel.accounts.models import Unit
from tenants.isolation.current import Tenancy, enter

REFUSED = {
    "another tenant's rows": "SELECT * FROM {other}.accounts_person",
    "writing into another tenant": "INSERT INTO {other}.accounts_unit (key, name) VALUES ('a', 'b')",
    "a public table": "SELECT * FROM public.registry_tenant",
    "the operators": "SELECT * FROM public.accounts_person",
    "the gate": "SELECT gate.resolve('localhost')",
    "the queue": "SELECT * FROM public.job",
    "changing the queue": "UPDATE public.job SET state = 'done'",
    "emptying the queue": "DELETE FROM public.job",
    "a job of another role": "INSERT INTO public.job (key, name, tenant_role) VALUES ('a', 'b', 'c')",
    "a job that is done": "INSERT INTO public.job (key, name, state) VALUES ('a', 'b', 'done')",
    "a table": "CREATE TABLE mine (id int)",
    "a table in public": "CREATE TABLE public.mine (id int)",
    "a temporary table": "CREATE TEMPORARY TABLE mine (id int)",
    "a schema": "CREATE SCHEMA mine",
    "a function": "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "a role": "CREATE ROLE mine",
    "another structure": "ALTER TABLE accounts_unit ADD COLUMN mine int",
    "no table": "DROP TABLE accounts_unit",
    "changing the audit log": "UPDATE audit_entry SET summary = 'x'",
    "deleting from the audit log": "DELETE FROM audit_entry",
    "emptying the audit log": "TRUNCATE audit_entry",
    "sealing": "INSERT INTO audit_seal (sequence, entry_id, digest, sealed_at) VALUES (1, 1, '', now())",
    "the record of migrations": "DELETE FROM django_migrations",
    "another role by a function": "SELECT set_config('role', '{role}', false)",
    "another path by a function": "SELECT set_config('search_path', '{other}', false)",
    "SQL in a text": "SELECT query_to_xml('SELECT 1', true, true, '')",
    "a schema as XML": "SELECT schema_to_xml('{other}', true, true, '')",
    "a database as XML": "SELECT database_to_xml(true, true, '')",
    "large objects": "SELECT lo_creat(-1)",
    "a large object's import": "SELECT lo_import('/etc/passwd')",
    "the server's files": "SELECT pg_read_file('PG_VERSION')",
    "a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "the roles' passwords": "SELECT * FROM pg_authid",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_tenant_is_refused(regions: tuple[Tenancy, Tenancy], statement: str) -> None:
    mine, other = regions
    text = statement.format(other=other.schema, role=other.role)

    with enter(mine), connection.cursor() as cursor, pytest.raises(ProgrammingError) as refusal:
        cursor.execute(text)

    assert isinstance(refusal.value.__cause__, errors.InsufficientPrivilege), refusal.value


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
