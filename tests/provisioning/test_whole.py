"""A whole tenant: written as it is at one moment, and equal where it is loaded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from kernel.accounts.actor import PLATFORM
from kernel.modules import registry
from provisioning import schemas, whole
from provisioning.archives import reader, tables
from provisioning.archives.errors import NotAsWritten, NotKnown
from provisioning.archives.manifest import Manifest
from provisioning.archives.tables import Part
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.provisioning.conftest import add_migrations

CONSTRAINTS = """
    SELECT conname FROM pg_constraint WHERE connamespace = %s::regnamespace AND contype = 'f' AND NOT condeferrable
"""
LOOSE = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = %s::regnamespace AND c.relkind = 'S'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i'))
"""


@contextmanager
def loaded(tenant: Tenant, folder: Path, kept: Manifest) -> Iterator[None]:
    """Be in a schema beside the tenant's that was filled from the folder; nothing of it stays."""
    with transaction.atomic("owner"):
        coming = schemas.beside(tenancy(tenant))
        with enter(coming):
            whole.load(folder, kept, role=tenant.role_name)
            yield
        transaction.set_rollback(True, using="owner")


def test_whole_tenant_comes_back_equal(magelang, tmp_path) -> None:
    kept = whole.write(magelang, tmp_path / "whole")

    assert reader.verify(tmp_path / "whole") == kept
    with loaded(magelang, tmp_path / "whole", kept):
        assert [tables.copy_out(part) for part in whole.parts()] == list(kept.tables)
    assert ("news_article" in {table.name for table in kept.tables}, len(kept.files), kept.missing) == (True, 2, ())


def test_every_table_is_taken_along_but_sessions(magelang, tmp_path, superuser) -> None:
    kept = whole.write(magelang, tmp_path / "whole")

    superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [magelang.schema_name])
    there = {name for (name,) in superuser.fetchall()}
    left_out = {"django_session", "accounts_personsession", "citizens_citizensession", "citizens_code"}
    assert there - {table.name for table in kept.tables} == left_out


def test_platform_facts_are_taken_along(magelang, tmp_path) -> None:
    about = whole.write(magelang, tmp_path / "whole").about

    assert (about["tenant"]["slug"], about["tenant"]["region_code"]) == ("magelang", "33.71")
    assert about["domains"] == [["magelang.localhost", True]]
    assert [(row["module"], row["is_enabled"]) for row in about["modules"]] == [("news", False), ("services", True)]


def test_rows_are_those_of_one_moment(magelang, tmp_path, monkeypatch) -> None:
    real, where = tables.copy_out, tenancy(magelang)

    def copy_out(part: Part, *rest: object) -> object:
        if part.table == "areas_area":
            with enter(where):
                Value.objects.create(kind="setting", key="test.late", value=1, changed_by=PLATFORM)
        return real(part, *rest)

    monkeypatch.setattr(tables, "copy_out", copy_out)
    whole.write(magelang, tmp_path / "whole")

    assert "test.late" not in (tmp_path / "whole/tables/customization_value.csv").read_text()
    with enter(where):
        assert Value.objects.filter(key="test.late").exists()


def test_tables_are_made_by_migrations_where_this_release_has_more(magelang, tmp_path, monkeypatch) -> None:
    kept = whole.write(magelang, tmp_path / "whole")
    add_migrations(monkeypatch)

    with loaded(magelang, tmp_path / "whole", kept):
        assert [tables.copy_out(part) for part in whole.parts()] == list(kept.tables)


def test_migration_that_this_release_lacks_is_refused(magelang, tmp_path) -> None:
    kept = whole.write(magelang, tmp_path / "whole")
    later = kept.model_copy(update={"about": {**kept.about, "migrations": [["news", "9999_to_come"]]}})

    with pytest.raises(NotKnown), loaded(magelang, tmp_path / "whole", later):
        pass


def test_module_that_this_release_lacks_is_refused(magelang, tmp_path) -> None:
    kept = whole.write(magelang, tmp_path / "whole")
    other = kept.model_copy(update={"about": {**kept.about, "modules": [{"module": "no_such"}]}})

    with pytest.raises(NotKnown), loaded(magelang, tmp_path / "whole", other):
        pass


def test_table_that_does_not_come_back_equal_is_named(magelang, tmp_path) -> None:
    kept = whole.write(magelang, tmp_path / "whole")
    other = [replace_sha(table) if table.name == "news_article" else table for table in kept.tables]

    with (
        pytest.raises(NotAsWritten, match="news_article"),
        loaded(magelang, tmp_path / "whole", kept.model_copy(update={"tables": tuple(other)})),
    ):
        pass


def replace_sha(table):
    return table.model_copy(update={"sha256": "0" * 64})


def test_row_that_refers_to_nothing_is_refused(magelang, tmp_path) -> None:
    kept = whole.write(magelang, tmp_path / "whole")
    fewer = tuple(table for table in kept.tables if table.name != "news_category")

    with (
        pytest.raises(NotAsWritten, match="tables/"),
        loaded(magelang, tmp_path / "whole", kept.model_copy(update={"tables": fewer})),
    ):
        pass


def test_every_reference_can_wait_and_every_number_has_a_column(stage, superuser) -> None:
    tenant = Tenant.objects.get(region_code="73.71")
    assert tenant.installed_modules.count() == len(registry.modules())

    for query in (CONSTRAINTS, LOOSE):
        superuser.execute(query, [tenant.schema_name])
        assert superuser.fetchall() == []
