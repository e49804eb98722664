"""A tenant made by the scripts is as one made by the migrations."""

import re
import subprocess

import pytest
from django.db import connections
from django.db.migrations import Migration, RunPython

from kernel.accounts.actor import PLATFORM
from kernel.modules import registry
from provisioning import actions, migrating, runner, structure
from tenants.files import actions as files
from tenants.files.models import StoredFile
from tenants.isolation.current import Tenancy, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment
from tests.provisioning.conftest import order
from tests.tenants.files.test_files import photo

SCRATCH = Tenancy(
    id=0, key="", schema="migrated", role="", slug="", name="", kind="", region_code=None, state="",
    time_zone="UTC", domain="",
)  # fmt: skip


def dump(schema: str) -> str:
    """Return the schema's structure as `pg_dump` writes it, whatever its name."""
    made = subprocess.run(
        ["pg_dump", "--schema-only", "--no-owner", "--no-privileges", "--schema", schema,
         environment.cluster_dsn(environment.DATABASE)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    lines = [line for line in made.stdout.splitlines() if line and not line.startswith(("--", "\\"))]
    return re.sub(rf"\b{schema}\b", "tenant", "\n".join(lines))


def written(schema: str, superuser) -> set[str]:
    """Return the tables that have rows."""
    superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
    tables = [table for (table,) in superuser.fetchall()]
    superuser.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {schema}.{table} LIMIT 1)" for table in tables))
    return {table for (table,) in superuser.fetchall()}


def test_scripts_make_what_migrations_make(stage, superuser) -> None:
    parts = [structure.CORE, *(module.name for module in registry.modules())]
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCRATCH.schema}")
        cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA {SCRATCH.schema} TO {environment.DATABASE}_builders")

    try:
        with enter(SCRATCH):
            migrating.migrate([label for part in parts for label in structure.labels(part)])
        rows = written(SCRATCH.schema, superuser)
        migrated = dump(SCRATCH.schema)
    finally:
        superuser.execute(f"DROP SCHEMA {SCRATCH.schema} CASCADE")

    assert dump(Tenant.objects.get(region_code="73.71").schema_name).splitlines() == migrated.splitlines()
    assert rows == {"django_migrations"}


def test_scripts_record_every_migration(stage) -> None:
    parts = [structure.CORE, *(module.name for module in registry.modules())]

    with enter(tenancy(Tenant.objects.get(region_code="73.71"))):
        assert structure.applied() == frozenset().union(*(structure.migrations(part) for part in parts))


def test_scripts_that_are_old_or_missing_are_made_and_are_as_those_in_use(stage, monkeypatch, tmp_path) -> None:
    in_use = {part: structure.script(part) for part in structure.parts()}
    (tmp_path / "core.sql").write_text("-- of another release\nSELECT 1")
    monkeypatch.setattr(structure, "FOLDER", tmp_path)
    monkeypatch.setattr(structure, "script", structure.script.__wrapped__)

    structure.ensure()

    assert {path.stem: structure.script(path.stem) for path in tmp_path.iterdir()} == in_use


def test_migration_of_rows_must_say_that_a_new_tenant_does_not_need_it() -> None:
    migration = Migration("0099_rows", "news")
    migration.operations = [RunPython(RunPython.noop)]

    with pytest.raises(ValueError, match="elidable=True"):
        structure._refuse_code(migration)


def test_script_names_no_schema(stage) -> None:
    assert "build_" not in structure.script(structure.CORE)
    assert "public." not in structure.script(structure.CORE)


def test_file_is_removed_where_a_module_that_refers_to_files_is_not_installed(stage) -> None:
    tenant = runner.execute(order().key).tenant
    with enter(tenancy(tenant)):
        stored = files.store_picture(photo(), owner="customization.emblem", is_private=False)

        files.remove(stored)

        assert (StoredFile.objects.count(), files.path_of(stored).exists()) == (0, False)


def test_indexes_that_nothing_asks_are_dropped_where_an_older_release_made_them(stage, superuser) -> None:
    tenant = runner.execute(order().key).tenant
    schema, before = tenant.schema_name, dump(tenant.schema_name)
    superuser.execute(f"CREATE INDEX slug_1_like ON {schema}.services_service (slug varchar_pattern_ops)")
    superuser.execute(f"ALTER INDEX {schema}.slug_1_like OWNER TO {tenant.role_name}_owner")
    superuser.execute(f"DELETE FROM {schema}.django_migrations WHERE name = '0002_fewer_indexes'")

    run = runner.execute(actions.update(tenant, by=PLATFORM).key)

    assert run.state == "done"
    assert dump(schema) == before


def test_index_for_like_is_made_only_where_equality_is_not_all_that_is_asked(stage) -> None:
    script = structure.script(structure.CORE)

    assert re.search(r"CREATE INDEX files_storedfile_owner_\w+_like", script)
    assert not re.search(r"CREATE INDEX accounts_person_key_\w+_like", script)
