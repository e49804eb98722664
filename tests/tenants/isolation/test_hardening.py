"""What Postgres allows everybody is taken from tenants' roles, and found when it comes back."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from config.local.postgres import ensure_database
from tenants.isolation.checks import check_hardening
from tenants.isolation.current import enter
from tests import environment

# Functions that have an effect, run with their owner's rights or ask the server about itself. Each was read:
# it touches neither another's rows nor the session's role and path.
READ = {
    "clock_timestamp",
    "currval",
    "gen_random_uuid",
    "lastval",
    "nextval",
    "pg_advisory_xact_lock",
    "pg_backend_pid",
    "pg_client_encoding",
    "pg_collation_for",
    "pg_column_is_updatable",
    "pg_column_size",
    "pg_current_snapshot",
    "pg_current_xact_id",
    "pg_get_expr",
    "pg_get_serial_sequence",
    "pg_has_role",
    "pg_is_other_temp_schema",
    "pg_relation_is_updatable",
    "pg_sleep",
    "pg_sleep_for",
    "pg_sleep_until",
    "pg_typeof",
    "random",
    "setseed",
    "st_generatepoints",
    "st_symmetricdifference",
    "timeofday",
}
EXECUTABLE = """
    SELECT DISTINCT p.proname FROM pg_proc p
    WHERE has_function_privilege(%s, p.oid, 'EXECUTE') AND p.prokind IN ('f', 'p')
    AND (p.provolatile = 'v' OR p.prosecdef OR p.provolatile = 's' AND p.proname ~ '^pg_')
    AND NOT 'internal'::regtype = ANY (p.proargtypes)
    AND p.prorettype::regtype::text NOT IN ('internal', 'trigger', 'event_trigger')
    AND p.prorettype::regtype::text !~ '_handler$'
"""
RETURNED = {
    "language plpgsql": "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
    "function set_config(text,text,boolean)": "GRANT EXECUTE ON FUNCTION set_config(text, text, boolean) TO PUBLIC",
    "function st_estimatedextent(text,text)": (
        "GRANT EXECUTE ON FUNCTION ext.st_estimatedextent(text, text) TO PUBLIC"
    ),
    "function pg_catalog.brought(text)": (
        "CREATE FUNCTION pg_catalog.brought(text) RETURNS text LANGUAGE sql AS 'SELECT 1'"
    ),
    "relation pg_roles": "GRANT SELECT ON pg_catalog.pg_roles TO PUBLIC",
    "relation pg_subscription": "GRANT SELECT (subname) ON pg_catalog.pg_subscription TO PUBLIC",
}


@pytest.fixture
def hardened(committed, superuser) -> Iterator[None]:
    """The database as it is to be, after the test too."""
    yield
    superuser.execute("DROP FUNCTION IF EXISTS pg_catalog.brought(text)")
    ensure_database(environment.CLUSTER_URL, environment.DATABASE)


def test_functions_that_stay_have_been_read(regions, superuser) -> None:
    superuser.execute(EXECUTABLE, [regions[0].role])

    assert {name for (name,) in superuser.fetchall()} == READ


def test_database_is_hardened(committed) -> None:
    assert check_hardening(None, databases=["default", "owner"]) == []


@pytest.mark.parametrize(("what", "statement"), RETURNED.items(), ids=RETURNED)
def test_what_came_back_is_found(hardened, superuser, what, statement) -> None:
    superuser.execute("SET allow_system_table_mods = on")
    superuser.execute(statement)

    faults = check_hardening(None, databases=["default"])

    named = what.replace("pg_catalog.", "")
    assert [(fault.id, fault.msg) for fault in faults] == [
        ("isolation.E006", f"Tenants' roles may use 1 things that reach past rights: {named}.")
    ]


def test_older_database_is_hardened_when_it_is_next_started(hardened, superuser) -> None:
    for statement in RETURNED.values():
        if "brought" not in statement:
            superuser.execute(statement)

    ensure_database(environment.CLUSTER_URL, environment.DATABASE)

    assert check_hardening(None, databases=["default"]) == []


def test_command_says_what_to_do(hardened, superuser) -> None:
    superuser.execute("GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC")

    with pytest.raises(SystemCheckError, match=r"hardening\.statements"):
        call_command("check", databases=["default"])


def test_tenant_may_still_ask_what_its_own_tables_are(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT table_schema FROM information_schema.tables WHERE table_schema ~ '^t[0-9]'")

        assert cursor.fetchall() == [(regions[0].schema,)]
