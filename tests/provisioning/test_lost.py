"""What was there is gone: schema, a table, roles, files. An operator brings the region back all the same."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry, Seal
from provisioning import actions, runner, tasks
from provisioning.backups import actions as backups
from provisioning.backups import copies, damage, queries
from provisioning.errors import OrderRefused
from provisioning.models import Backup, Run
from tenants.isolation.current import enter
from tenants.isolation.owners import structure_owner
from tenants.proofs.models import Head
from tenants.quotas import tasks as quotas
from tenants.quotas.models import Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.partnership.conftest import make_operator, open_console
from tests.partnership.test_console import address
from tests.provisioning import contents
from tests.provisioning.conftest import CODE, order
from tests.provisioning.contents import problems
from tests.provisioning.test_backups import back_up, exact, restore
from tests.provisioning.test_copies import WANTED
from tests.provisioning.test_deletions import delete, hospital
from tests.provisioning.traces import names, traces


def drop_schema(tenant: Tenant, superuser: Any) -> None:
    superuser.execute(f"DROP SCHEMA {tenant.schema_name} CASCADE")


def drop(table: str) -> Any:
    return lambda tenant, superuser: superuser.execute(f"DROP TABLE {tenant.schema_name}.{table} CASCADE")


def drop_shown(tenant: Tenant, superuser: Any) -> None:
    """Drop each table that operators' pages ask, so that there is none to look into."""
    for table in damage.SHOWN:
        drop(table)(tenant, superuser)


def drop_role(tenant: Tenant, superuser: Any) -> None:
    _drop(superuser, tenant.role_name)


def drop_roles(tenant: Tenant, superuser: Any) -> None:
    """Drop both roles of the tenant; its tables go with who owns them."""
    _drop(superuser, tenant.role_name, structure_owner(tenant.role_name))


def _drop(superuser: Any, *roles: str) -> None:
    for role in roles:
        superuser.execute(f"DROP OWNED BY {role} CASCADE")
        superuser.execute(f"DROP ROLE {role}")


def drop_files(tenant: Tenant, _superuser: Any) -> None:
    shutil.rmtree(Path(settings.FILES_ROOT) / tenant.key)


def drop_all(tenant: Tenant, superuser: Any) -> None:
    drop_schema(tenant, superuser)
    drop_roles(tenant, superuser)
    drop_files(tenant, superuser)


DISASTERS = {
    "schema": drop_schema,
    "table-of-files": drop("files_storedfile"),
    "history": drop("django_migrations"),
    "tables-that-pages-ask": drop_shown,
    "table-of-a-module": drop("news_article"),
    "role": drop_role,
    "roles": drop_roles,
    "files": drop_files,
    "all": drop_all,
}


@pytest.fixture
def rani(stage) -> Iterator[Client]:
    """The operators' console; everything there is committed."""
    person = make_operator("Rani", ["*"])
    yield open_console(person)
    person.delete()


@pytest.mark.parametrize("disaster", DISASTERS.values(), ids=DISASTERS)
def test_region_comes_back_equal_and_others_are_untouched(magelang, superuser, disaster) -> None:
    other = Tenant.objects.get(region_code="73.71")
    before, others, backup = exact(magelang, superuser), contents.exact(other, superuser), back_up(magelang)
    disaster(magelang, superuser)

    run = restore(magelang, backup)

    magelang.refresh_from_db()
    assert (run.state, problems(run), magelang.state) == ("done", [], "ready")
    assert exact(magelang, superuser) == before
    assert contents.exact(other, superuser) == others
    assert Backup.objects.filter(state="ordered").count() == 0
    assert Backup.objects.filter(occasion="rest", state="kept", rows=0, files=0).count() == 0


@pytest.mark.parametrize("disaster", ["table-of-files", "table-of-a-module", "history", "schema"])
def test_what_is_left_is_kept_and_never_restored_from(magelang, superuser, disaster) -> None:
    backup = back_up(magelang)
    DISASTERS[disaster](magelang, superuser)

    restore(magelang, backup)

    rest = Backup.objects.get(tenant=magelang, occasion="rest")
    assert rest.files == 2
    assert (queries.last(magelang), list(queries.shelved(magelang))) == (backup, [backup])
    with pytest.raises(OrderRefused, match="It can be unpacked and read"):
        queries.find_whole(magelang, rest.key)


def test_what_is_left_is_unpacked_and_read_without_postgres(magelang, superuser, tmp_path, capsys) -> None:
    backup = back_up(magelang)
    with enter(tenancy(magelang)):
        Service.objects.update(title="Judul dari hari ini")
    drop("accounts_person")(magelang, superuser)
    call_command("restore", CODE, "--here")
    rest, target = Backup.objects.get(tenant=magelang, occasion="rest"), tmp_path / "sisa"

    call_command("backup", CODE, "--backup", rest.key, "--unpack", str(target))

    said = capsys.readouterr().out
    assert "Tables are gone: accounts_person." in said
    assert "no password, passkey or linked account of the backup is good" in said
    assert f"Open {target / 'index.html'}." in said
    assert "Judul dari hari ini" in (target / "tables/services_service.csv").read_text()
    assert (oct(target.stat().st_mode & 0o777), len(list((target / "files").iterdir()))) == ("0o700", 2)
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", CODE, "--backup", rest.key, "--unpack", str(target))
    assert queries.last(magelang) == backup


def test_copy_is_made_when_all_of_the_portal_is_gone(magelang, superuser) -> None:
    before, backup = exact(magelang, superuser), back_up(magelang)
    drop_all(magelang, superuser)

    copy = runner.execute(copies.restore_beside(magelang, backup, WANTED, by=PLATFORM).key)

    assert (copy.state, problems(copy)) == ("done", [])
    assert exact(copy.tenant, superuser) == before


def test_portal_of_which_something_is_gone_is_not_taken_for_whole(magelang, superuser) -> None:
    drop("news_article")(magelang, superuser)

    run = runner.execute(backups.back_up(magelang, by=PLATFORM).key)

    said = "Tables are gone: news_article. Nothing was written. Restore the portal from a backup."
    assert (run.state, problems(run), queries.last(magelang)) == ("failed", [said], None)


def test_portal_that_is_gone_keeps_no_other_history_from_being_sealed(magelang, superuser) -> None:
    last = runner.execute(order("33.72").key).tenant
    actions.switch(last, "services", on=False, by=PLATFORM)  # which writes an entry
    drop_all(magelang, superuser)

    tasks.seal()
    tasks.keep_heads()

    with enter(tenancy(last)):
        assert Seal.objects.count() == Entry.objects.count() > 0
    assert Head.objects.filter(tenant=last).count() == 1


def test_portal_that_is_gone_keeps_no_other_from_being_warned(magelang, superuser) -> None:
    last = runner.execute(order("33.72").key).tenant
    Quota.objects.filter(tenant__in=[magelang, last], kind="rows").update(used=9, allowed=10)
    drop_all(magelang, superuser)

    quotas.warn()

    warned = Quota.objects.exclude(warned_at=None)
    assert list(warned.values_list("tenant", "kind")) == [(last.pk, "rows")]


def test_portal_that_is_gone_is_deleted_without_a_trace(stage, superuser, clean_cache) -> None:
    tenant = hospital()
    wanted = names(tenant)
    drop_all(tenant, superuser)

    run = delete(tenant)

    assert (problems(run), traces(wanted)) == ([], [])


LOST = {
    "schema": (drop_schema, "All tables are gone.", True),
    "roles": (drop_roles, "The region&#x27;s roles in Postgres are gone.", True),
    "table": (drop("news_article"), "Tables are gone: news_article.", False),
    "files": (drop_files, "The folder of files is gone.", False),
}


@pytest.mark.parametrize(("disaster", "said", "is_mute"), LOST.values(), ids=LOST)
def test_operator_sees_what_is_gone_and_brings_it_back_by_page(
    magelang, superuser, rani, disaster, said, is_mute
) -> None:
    back_up(magelang)
    disaster(magelang, superuser)

    come_back_by_page(magelang, rani, said, is_mute=is_mute)


def come_back_by_page(tenant: Tenant, rani: Client, said: str, *, is_mute: bool) -> None:
    """Assert that an operator's pages say what is lost, lead nobody to people who cannot be told, and bring it back."""
    home, region, kept, restoring = [address(name, *key) for name, *key in pages(tenant)]

    seen = [rani.get(path) for path in (home, region, kept, restoring)]
    Tenant.objects.filter(pk=tenant.pk).update(state="live")
    closed = [rani.get(address(name, tenant.key)) for name in ("suspend", "access")]
    run = Run.objects.get(key=rani.post(restoring, {"confirm": tenant.slug})["Location"].split("/")[-2])

    assert [response.status_code for response in seen] == [200] * 4
    assert [response.status_code == 302 for response in closed] == [is_mute] * 2
    assert [said in seen[place].content.decode() for place in (1, 3)] == [True, True]
    assert runner.execute(run.key).state == "done", problems(run)
    assert said not in rani.get(region).content.decode()


def pages(tenant: Tenant) -> list[tuple[str, ...]]:
    return [("home",), *((name, tenant.key) for name in ("region", "backups", "restore_backup"))]
