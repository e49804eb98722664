"""The whole corpus of attacks, from every place where SQL text can reach the database."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, connections, migrations, transaction
from django.db.migrations.state import ProjectState
from django.test import Client

from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.errors import StackedStatement
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry import queries
from tests.tenants.isolation.attacks import ALL, DONE, SINGLE, Attack
from tests.tenants.isolation.conftest import expected, nobody, whoami
from tests.tenants.jobs.conftest import ask, task  # noqa: F401 - a fixture

# As `kernel.traces` writes an error: the first is what led to the others.
REFUSAL = re.compile(r"^(\w+)(?:: .*)?$", re.MULTILINE)
OURS = {name: attack.ours for name, attack in ALL.items()}
# Those that are a query still when they are put inside another statement.
QUERIES = {
    name: attack
    for name, attack in SINGLE.items()
    if attack.sql.startswith("SELECT") and not re.search("INTO|FOR UPDATE", attack.sql)
}


def refusal(attempt: Callable[[], object]) -> str:
    """Return the name of the error with which the attempt was refused, or that it was done."""
    try:
        attempt()
    except Exception as error:
        return type(error.__cause__ or error).__name__
    return DONE


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def through_many(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(sql, [None])


def through_a_named_cursor(sql: str) -> None:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)


def through_copy(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({sql.removesuffix(' --' + chr(39))}) TO STDOUT", io.StringIO())


def through_psycopg2(sql: str) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute(sql)


def through_explain(sql: str) -> None:
    execute(f"EXPLAIN ANALYZE {sql}")


def in_a_transaction(sql: str) -> None:
    with transaction.atomic():
        execute(sql)


def outcomes(
    regions: tuple[Tenancy, Tenancy], attacks: dict[str, Attack], way: Callable[[str], None]
) -> dict[str, str]:
    """Try all attacks as the first region on the second; after each, one must be where one was."""
    mine, other = regions
    found = {}
    with enter(mine):
        for name, attack in attacks.items():
            found[name] = refusal(lambda attack=attack: way(attack.against(other)))
            assert whoami() == expected(mine), name
    return found


@pytest.mark.parametrize("way", [execute, in_a_transaction, through_many, through_psycopg2])
def test_whole_corpus_is_refused(regions, way) -> None:
    assert outcomes(regions, ALL, way) == OURS


@pytest.mark.parametrize("way", [through_a_named_cursor, through_copy, through_explain])
def test_queries_are_refused_in_other_clothes(regions, way) -> None:
    assert outcomes(regions, QUERIES, way) == {name: OURS[name] for name in QUERIES}


def test_procedures_are_not_called_by_name(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor, pytest.raises(StackedStatement):
        cursor.callproc("set_config", ["role", regions[1].role, False])


def test_corpus_is_refused_in_a_page(regions, settings) -> None:
    settings.TENANT_URLCONF = "tests.tenants.isolation.vulnerable"
    mine, other = regions
    client = Client(SERVER_NAME=mine.domain)

    with nobody():
        found = {
            name: refusal(lambda a=attack: client.get("/bocor/", {"sql": a.against(other)}))
            for name, attack in ALL.items()
        }

    assert found == OURS


def test_page_does_what_it_is_told_in_its_own_region(regions, settings) -> None:
    settings.TENANT_URLCONF = "tests.tenants.isolation.vulnerable"

    with nobody():
        response = Client(SERVER_NAME=regions[0].domain).get("/bocor/", {"sql": "SELECT current_user::text"})

    assert response.content.decode() == repr([(regions[0].role,)])


def test_corpus_is_refused_in_a_job(regions, task) -> None:  # noqa: F811 - the fixture
    mine, other = regions
    task("test.attack", execute)

    def run(sql: str) -> str:
        key = ask(mine, "test.attack", sql=sql)
        worker.run(key)
        job = Job.objects.get(key=key)
        job.delete()
        return DONE if job.state == Job.State.DONE else REFUSAL.findall(job.error)[0]

    assert {name: run(attack.against(other)) for name, attack in ALL.items()} == OURS


class Command(BaseCommand):
    """As a module's developer would write one."""

    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("region")
        parser.add_argument("sql")

    def handle(self, *args: Any, **options: Any) -> None:
        with enter(Place.PLATFORM):
            where = queries.tenancy(queries.find(options["region"]))
        with enter(where):
            execute(options["sql"])


def test_corpus_is_refused_in_a_command(regions) -> None:
    mine, other = regions

    def run(sql: str) -> None:
        call_command(Command(), mine.slug, sql)

    assert {name: refusal(lambda a=attack: run(a.against(other))) for name, attack in ALL.items()} == OURS


def test_nobody_sends_nothing(regions, last_sent) -> None:
    before = last_sent()

    with nobody():
        found = {name: refusal(lambda a=attack: execute(a.against(regions[1]))) for name, attack in ALL.items()}
        raw = {name: refusal(lambda a=attack: through_psycopg2(a.against(regions[1]))) for name, attack in ALL.items()}

    theirs = {
        name: ours if ours in ("StackedStatement", "SessionStatement") else "NoPlace" for name, ours in OURS.items()
    }
    assert (found, raw) == (theirs, theirs)
    assert last_sent() == before


def alone(role: str | None, sql: str) -> str:
    """Send the SQL as the login role, with no wrapper of ours, after becoming a role."""
    with closing(psycopg2.connect(os.environ["LIVE_DATABASE_URL"])) as bare, bare.cursor() as cursor:
        if role:
            cursor.execute(f'SET ROLE "{role}"')
            cursor.execute(f'SET search_path TO "{role.rpartition("_")[2]}", ext')
        return refusal(lambda: cursor.execute(sql))


def test_postgres_alone_refuses_what_it_can(regions) -> None:
    mine, other = regions

    found = {name: alone(mine.role, attack.against(other)) for name, attack in ALL.items()}

    assert found == {name: attack.alone for name, attack in ALL.items()}


@pytest.mark.parametrize("table", ["registry_tenant", "job", "regions_region"])
def test_migration_finds_no_table_of_another_schema(regions, table) -> None:
    step = migrations.RunSQL(f"SELECT 1 FROM {table}")

    with enter(regions[0]), connections["owner"].schema_editor() as editor:
        found = refusal(lambda: step.database_forwards("news", editor, ProjectState(), ProjectState()))
        transaction.set_rollback(True, using="owner")

    assert found == "UndefinedTable"


def test_web_process_does_not_know_the_owner(regions) -> None:
    told = {name: value for name, value in os.environ.items() if name not in ("LIVE_OWNER_URL", "LIVE_CLUSTER_URL")}
    ask_for = "import django; django.setup(); from django.db import connections; print(sorted(connections))"

    answer = subprocess.run(
        [sys.executable, "-c", ask_for],
        env={**told, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == "['default']"


def test_names_of_other_schemas_can_be_found_by_number(regions, superuser) -> None:
    mine, other = regions
    superuser.execute("SELECT %s::regclass::oid", [f"{other.schema}.accounts_unit"])
    number = superuser.fetchone()[0]

    with enter(mine), connection.cursor() as cursor:
        cursor.execute("SELECT %s::oid::regclass::text, %s::regrole::text", [number, other.role])

        assert cursor.fetchone() == (f"{other.schema}.accounts_unit", other.role)
