"""What was there is still there and cannot be read. An operator brings the region back all the same."""

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError
from django.test import Client
from django.utils.translation import override

from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from kernel.audit.models import Entry, Seal
from provisioning import actions, runner, tasks
from provisioning.archives.errors import NotReadable
from provisioning.backups import actions as backups
from provisioning.backups import damage, queries
from provisioning.backups.damage import Damage
from provisioning.exports import writing
from provisioning.models import Backup, Deletion
from tenants.citizens.models import Citizen, CitizenPasskey
from tenants.isolation.current import enter
from tenants.isolation.owners import structure_owner
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.conftest import PASSWORD, make_person
from tests.partnership.conftest import open_console
from tests.partnership.test_console import address
from tests.provisioning import contents
from tests.provisioning.conftest import CODE, order
from tests.provisioning.contents import problems
from tests.provisioning.spoiling import garble, lose
from tests.provisioning.test_backups import back_up, exact, restore
from tests.provisioning.test_deletions import delete, hospital
from tests.provisioning.test_lost import come_back_by_page, rani
from tests.provisioning.traces import names, traces

__all__ = ["rani"]

TABLE_OF_A_MODULE = "A table cannot be read: news_article. Nothing was written. Restore the portal from a backup."
DISASTERS: dict[str, Any] = {
    "garbled": lambda tenant, superuser: garble(tenant, superuser, "news_article"),
    "no-file": lambda tenant, superuser: lose(tenant, superuser, "services_service"),
    "numbers": lambda tenant, superuser: lose(tenant, superuser, "news_article_id_seq"),
    "table-of-files": lambda tenant, superuser: garble(tenant, superuser, "files_storedfile"),
    "history": lambda tenant, superuser: lose(tenant, superuser, "django_migrations"),
    "all": lose,
}


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
    assert Backup.objects.get(tenant=magelang, occasion="rest").files == 2
    assert (queries.last(magelang), damage.of(magelang)) == (backup, Damage())


def test_what_can_be_read_is_kept_and_what_cannot_is_named(magelang, superuser, tmp_path, capsys) -> None:
    back_up(magelang)
    with enter(tenancy(magelang)):
        Service.objects.update(title="Judul dari hari ini")
    garble(magelang, superuser, "news_article")
    lose(magelang, superuser, "news_category")

    call_command("restore", CODE, "--here")
    rest, target = Backup.objects.get(tenant=magelang, occasion="rest"), tmp_path / "sisa"
    call_command("backup", CODE, "--backup", rest.key, "--unpack", str(target))

    assert rest.problem == "news_article, news_category"
    assert "not restored. Not in it: news_article, news_category." in capsys.readouterr().out
    assert "Judul dari hari ini" in (target / "tables/services_service.csv").read_text()
    assert not (target / "tables/news_article.csv").exists()
    told = json.loads((target / "manifest.json").read_text())["contents"]["about"]
    assert told["unreadable"] == ["news_article", "news_category"]
    assert "news_article, news_category" in (target / "index.html").read_text()


def test_table_that_is_gone_is_named_beside_one_that_cannot_be_read(magelang, superuser) -> None:
    backup = back_up(magelang)
    superuser.execute(f"DROP TABLE {magelang.schema_name}.news_category CASCADE")
    garble(magelang, superuser, "accounts_person")

    restore(magelang, backup)

    with override("en"):
        said = damage.left_out(Backup.objects.get(tenant=magelang, occasion="rest"))
    assert [said[0], said[1][:15]] == ["Not in it: accounts_person, news_category.", "Who may come in"]


@pytest.mark.parametrize("give", [backups.back_up, backups.back_up_on_schedule])
def test_half_of_a_portal_is_not_taken_for_whole(magelang, superuser, give) -> None:
    garble(magelang, superuser, "news_article")

    run = runner.execute(give(magelang, by=PLATFORM).key)

    assert (run.state, problems(run), queries.last(magelang)) == ("failed", [TABLE_OF_A_MODULE], None)
    assert Backup.objects.filter(tenant=magelang, state="kept").count() == 0


def test_copy_to_leave_with_is_refused(magelang, superuser, tmp_path) -> None:
    garble(magelang, superuser, "news_article")

    with pytest.raises(NotReadable, match="news_article"):
        writing.write(magelang, tmp_path / "copies/copy.zip", tell=print)


def test_backup_before_a_restore_is_not_of_the_rest_for_another_reason(magelang, superuser) -> None:
    backup = back_up(magelang)
    owner = structure_owner(magelang.role_name)
    superuser.execute(f"REVOKE SELECT ON {magelang.schema_name}.news_article FROM {owner}")

    run = restore(magelang, backup)

    assert (run.state, [row.kind for row in run.steps.filter(state="failed")]) == ("failed", ["BackUp"])


def test_table_that_nobody_may_read_is_not_called_damaged(stage, superuser) -> None:
    tenant = Tenant.objects.get(region_code="73.71")
    table = f"{tenant.schema_name}.accounts_person"
    superuser.execute(f"REVOKE SELECT ON {table} FROM {tenant.role_name}")

    try:
        with pytest.raises(ProgrammingError, match="permission denied"):
            damage.of(tenant)
    finally:
        superuser.execute(f"GRANT SELECT ON {table} TO {tenant.role_name}")


def test_doors_that_cannot_be_read_are_shut(stage, superuser) -> None:
    tenant = runner.execute(order(modules=("complaints",)).key).tenant
    with enter(tenancy(tenant)):
        make_person("Sari", "administrator")
        citra = Citizen.objects.create(name="Citra", email="citra@example.org")
        CitizenPasskey.objects.create(citizen=citra, name="Ponsel", credential="stolen")
    backup = back_up(tenant)
    garble(tenant, superuser, "accounts_person")
    lose(tenant, superuser, "citizens_citizenpasskey")

    run = restore(tenant, backup)

    assert run.state == "done", problems(run)
    with enter(tenancy(tenant)):
        sari = Person.objects.get(name="Sari")
        assert (sari.check_password(PASSWORD), sari.reviewed_at) == (False, None)
        assert (CitizenPasskey.objects.count(), Entry.objects.filter(action="people.restored").count()) == (0, 1)


def test_portal_that_cannot_be_read_keeps_no_other_history_from_being_sealed(magelang, superuser) -> None:
    last = runner.execute(order("33.72").key).tenant
    actions.switch(last, "services", on=False, by=PLATFORM)  # which writes an entry
    lose(magelang, superuser)

    tasks.seal()
    tasks.keep_heads()

    with enter(tenancy(last)):
        assert Seal.objects.count() == Entry.objects.count() > 0


def test_portal_that_cannot_be_read_is_deleted_without_a_trace(stage, superuser, clean_cache) -> None:
    tenant = hospital()
    wanted = names(tenant)
    garble(tenant, superuser, "files_export")
    lose(tenant, superuser, "news_article")

    run = delete(tenant)

    deletion = Deletion.objects.get(number=tenant.pk)
    page = open_console().get(address("certificate", deletion.key)).content.decode()
    assert (problems(run), traces(wanted)) == ([], [])
    assert deletion.figures["unreadable"] == ["files_export", "news_article"]
    assert ": files_export, news_article." in page


SEEN: dict[str, Any] = {
    "people": (lambda *where: garble(*where, "accounts_person"), "Tables cannot be read: accounts_person.", True),
    "files": (lambda *where: lose(*where, "files_storedfile"), "Tables cannot be read: files_storedfile.", False),
    "all": (lose, "Tables cannot be read: accounts_assignment, accounts_person, accounts_role, dja", True),
}


@pytest.mark.parametrize(("disaster", "said", "is_mute"), SEEN.values(), ids=SEEN)
def test_operator_sees_what_pages_ask_and_brings_it_back_by_page(
    magelang, superuser, rani: Client, disaster, said, is_mute
) -> None:
    back_up(magelang)
    disaster(magelang, superuser)

    come_back_by_page(magelang, rani, said, is_mute=is_mute)

    assert "Not in it: " in rani.get(address("backups", magelang.key)).content.decode()
