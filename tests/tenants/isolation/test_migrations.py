"""A migration in a tenant builds there as it likes, and reaches no other schema: Postgres refuses it."""

import os
from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest
from django.db import connections, migrations, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from tenants.isolation.backend import texts
from tenants.isolation.current import Tenancy, enter
from tenants.isolation.errors import NotStructure
from tenants.isolation.owners import structure_owner
from tests.tenants.isolation.attacks import ALL, DENIED, DONE
from tests.tenants.isolation.test_attacks import refusal

# What is not refused by Postgres: by the backend, or because it is the tenant's own.
REFUSED = dict.fromkeys(
    [name for name in ALL if name.startswith("stacked: ") and name != "stacked: a second statement in a comment"]
    + [f"whole: {name}" for name in (
        "role", "no role", "role behind a comment", "path", "who logged in", "all settings", "a block of code",
        "a block of code in SQL", "a prepared statement", "a cursor that stays", "listening", "a message",
        "what is its owner's", "a library",
    )],
    "NotStructure",
)  # fmt: skip
OWN = dict.fromkeys(
    [f"catalogue: {name}" for name in ("schemas", "tables", "columns")]
    + [f"whole: {name}" for name in ("a table", "another structure", "its own role's settings")]
    + [f"rows: {name}" for name in (
        "a table from a query", "changing the audit log", "deleting from the audit log", "sealing",
        "the record of migrations",
    )]
    + ["stacked: a second statement in a comment"],
    DONE,
)  # fmt: skip
ABSENT = {
    "function: another database": "UndefinedFunction",
    "whole: a large object's comment": "UndefinedObject",
    "whole: no table": "DependentObjectsStillExist",
    "whole: emptying the audit log": "FeatureNotSupported",  # its seals point to it
}
EXPECTED = dict.fromkeys(ALL, DENIED) | REFUSED | OWN | ABSENT


def migrate(where: Tenancy, *operations: Operation) -> None:
    """Run a migration as provisioning does, and undo it."""

    class Migration(migrations.Migration):
        pass

    migration = Migration("0001_attack", "attack")
    migration.operations = list(operations)
    with enter(where), transaction.atomic("owner"):
        MigrationExecutor(connections["owner"]).apply_migration(ProjectState(), migration)
        transaction.set_rollback(True, using="owner")


def by_sql(sql: str) -> Operation:
    return migrations.RunSQL(sql)


def by_code(sql: str) -> Operation:
    return migrations.RunPython(lambda apps, editor: editor.execute(sql))


def by_cursor(sql: str) -> Operation:
    def run(apps: object, editor: object) -> None:
        with editor.connection.cursor() as cursor:  # type: ignore[attr-defined]  # a schema editor
            cursor.execute(sql)

    return migrations.RunPython(run)


@pytest.mark.parametrize("operation", [by_sql, by_code, by_cursor])
def test_whole_corpus_is_refused_in_a_migration(regions, superuser, operation: Callable[[str], Operation]) -> None:
    mine, other = regions
    superuser.execute(f"DELETE FROM {mine.schema}.audit_seal")  # another test may have sealed what is there

    found = {name: refusal(lambda a=attack: migrate(mine, operation(a.against(other)))) for name, attack in ALL.items()}

    assert found == EXPECTED


def test_migration_builds_in_its_own_schema(regions) -> None:
    mine = regions[0]
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField(unique=True, null=True))]
    steps = [
        migrations.CreateModel("Thing", fields),
        migrations.AddField("Thing", "parent", models.ForeignKey("attack.Thing", models.CASCADE, null=True)),
        migrations.AddField("Thing", "note", models.CharField(max_length=9, db_default="a;b", db_index=True)),
        migrations.AddIndex("Thing", models.Index(models.F("name").desc(), name="attack_thing_name")),
        migrations.AddConstraint("Thing", models.CheckConstraint(condition=models.Q(id__gt=0), name="attack_positive")),
        migrations.RunSQL("INSERT INTO attack_thing (name) VALUES ('a;RESET ROLE'), (E'\\';'); ANALYZE attack_thing;"),
        migrations.RunPython(
            lambda apps, _editor: apps.get_model("attack", "Thing").objects.using("owner").update(note="\\;'")
        ),
        migrations.AlterField("Thing", "name", models.TextField(null=True)),
        migrations.AlterField("Thing", "id", models.BigIntegerField(primary_key=True)),
        migrations.RemoveField("Thing", "parent"),
        migrations.RenameModel("Thing", "Matter"),
        migrations.DeleteModel("Matter"),
    ]

    migrate(mine, *steps)


def test_what_a_migration_builds_is_the_structure_owners(regions, superuser) -> None:
    mine, found = regions[0], []

    def look(apps: object, editor: object) -> None:
        with editor.connection.cursor() as cursor:  # type: ignore[attr-defined]  # a schema editor
            cursor.execute("SELECT current_user, has_table_privilege(%s, 'mine', 'INSERT')", [mine.role])
            found.append(cursor.fetchone())

    migrate(mine, migrations.RunSQL("CREATE TABLE mine (id int)"), migrations.RunPython(look))

    assert found == [(structure_owner(mine.role), True)]


@pytest.mark.parametrize(
    "sql",
    [
        "DO 'BEGIN RESET ROLE; END'",
        "DO LANGUAGE sql 'SELECT 1'",
        "CREATE FUNCTION mine() RETURNS void LANGUAGE plpgsql AS 'BEGIN RESET ROLE; END'",
        "CREATE FUNCTION mine() RETURNS void LANGUAGE sql AS 'RESET ROLE'",
        "SELECT set_config('role', 'none', false)",
        "GRANT {owner} TO {web}",
        "ALTER SCHEMA {schema} RENAME TO mine",
        "DROP SCHEMA {schema} CASCADE",
        "GRANT USAGE ON SCHEMA {schema} TO PUBLIC",
        "ALTER TABLE accounts_unit OWNER TO {other}",
        "ALTER TABLE accounts_unit SET SCHEMA {elsewhere}",
    ],
)
def test_postgres_alone_keeps_the_structure_owner_in(regions, sql) -> None:
    mine, other = regions
    owner = structure_owner(mine.role)
    names = {
        "owner": owner, "web": os.environ["LIVE_OWNER_URL"].rpartition("=")[2].replace("_owner", "_web"),
        "schema": mine.schema, "other": structure_owner(other.role), "elsewhere": other.schema,
    }  # fmt: skip

    with closing(psycopg2.connect(os.environ["LIVE_OWNER_URL"])) as bare, bare.cursor() as cursor:
        cursor.execute(f'SET ROLE "{owner}"; SET search_path TO "{mine.schema}", ext')
        found = refusal(lambda: cursor.execute(sql.format(**names)))

    # A schema that one does not own may be granted without effect: Postgres only warns.
    assert found == (DONE if sql.startswith("GRANT USAGE") else DENIED)


HIDDEN = [
    "SELECT 1; RESET ROLE",
    "RESET\nROLE",
    "(SELECT 1); set role none",
    "SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK",
    "SELECT 1 -- ;\r; RESET ROLE",
    "/* a */ RESET ROLE",
    "/* /* */ ' */ RESET ROLE; --'",
    "SELECT 'a\\'; RESET ROLE; --'",
    "SELECT E'a\\\\'; RESET ROLE; --'",
    "SELECT E'a'\n'\\'; RESET ROLE; --'",
    "SELECT 1 AS a$$; RESET ROLE; SELECT 1 AS a$$",
    "SELECT 1 AS é$$; RESET ROLE; SELECT 1 AS é$$",
    "SELECT $a$$b$ $a$; RESET ROLE; SELECT $b$ $b$",
    'SELECT 1 AS "a""; RESET ROLE; SELECT 1 AS "b"',
    "SELECT U&'d\\0061'",
]
SHOWN = [
    "SELECT 1;",
    ";SELECT 1;;",
    "SELECT '; RESET ROLE'",
    "SELECT E'\\'; RESET ROLE; --'",
    "SELECT E'a''b\\n', 'c;'",
    "SELECT $a$ ; RESET ROLE; $$ $a$",
    'SELECT 1 AS "; RESET ROLE; "',
    "SELECT 1 /* ; RESET ROLE; */ -- ; RESET ROLE",
    "SELECT 1 AS é;SELECT 2",
]


@pytest.mark.parametrize("text", HIDDEN)
def test_statement_about_the_session_is_found_wherever_it_hides(text) -> None:
    with pytest.raises(NotStructure):
        texts.refuse_session(text)


@pytest.mark.parametrize("text", SHOWN)
def test_text_that_passes_moves_nothing(regions, text) -> None:
    owner = structure_owner(regions[0].role)
    texts.refuse_session(text)

    with closing(psycopg2.connect(os.environ["LIVE_OWNER_URL"])) as bare, bare.cursor() as cursor:
        cursor.execute(f'SET ROLE "{owner}"')
        cursor.execute(text)
        cursor.execute("SELECT current_user")

        assert cursor.fetchone() == (owner,)


def test_value_is_part_of_the_text_that_is_looked_at(regions) -> None:
    with enter(regions[0]), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT %s", ["'; RESET ROLE; --"])

        with pytest.raises(NotStructure):
            cursor.execute("SELECT '%s'", ["; RESET ROLE; SELECT "])
        with pytest.raises(NotStructure):
            cursor.executemany("SELECT '%s'", [["a"], ["; RESET ROLE; SELECT "]])
