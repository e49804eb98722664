"""A portal that left another installation comes back equal, and nothing that it did not leave with comes along."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM, Actor, ActorKind
from kernel.accounts.models import Invitation, Role
from kernel.audit.models import Entry
from provisioning import actions as provisioning
from provisioning import deletions, runner
from provisioning.agencies import Agency
from provisioning.archives.errors import ArchiveRefused
from provisioning.errors import OrderRefused
from provisioning.exports import left_out
from provisioning.imports import actions, examining
from provisioning.models import Deletion, Run
from provisioning.orders import Order
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.registry import entitlement
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tenants.support import actions as support
from tenants.support.models import Access
from tests.canaries import filling
from tests.conftest import make_person
from tests.kernel.accounts.test_log_in import log_in, reset_path
from tests.provisioning import contents, leaving
from tests.provisioning.conftest import CODE, add_migrations, order
from tests.provisioning.test_deletions import delete
from tests.provisioning.test_exports import numbers, rows

HOST = "magelang.localhost"
RANI = Actor(ActorKind.OPERATOR, "rani0rani0", "Rani")
NEW = "layar putih di pagi hari"


@pytest.fixture
def archive(magelang, tmp_path: Path) -> Path:
    """What a region left with, which is not there any more."""
    path = leaving.leave(magelang, tmp_path / "magelang.zip")
    leaving.gone(magelang)
    return path


def ordered(path: Path, **named: str) -> Run:
    return actions.order(examining.examine(path), **named, by=PLATFORM)


def bring(path: Path, **named: str) -> Tenant:
    run = runner.execute(ordered(path, **named).key)
    assert run.state == "done", contents.problems(run)
    return run.tenant


def without_log(found: dict[str, object]) -> dict[str, object]:
    return {what: fact for what, fact in found.items() if what not in contents.LOG}


@pytest.mark.slow
def test_deleted_region_comes_back_equal_with_all_that_it_left_with(stage, superuser, tmp_path) -> None:
    tenant = runner.execute(order(modules=("news", "complaints", "services"), with_sample=True).key).tenant
    with enter(tenancy(tenant)):
        filling.fill("a")
        StoredFile.objects.filter(content_type="text/plain").update(content_type="image/png")
    other = Tenant.objects.get(region_code="73.71")
    before = [rows(superuser, tenant.schema_name), numbers(superuser, tenant.schema_name), contents.files(tenant)]
    others, path = contents.exact(other, superuser), leaving.leave(tenant, tmp_path / "magelang.zip")
    delete(tenant)

    new = bring(path)

    after = [rows(superuser, new.schema_name), numbers(superuser, new.schema_name), contents.files(new)]
    log = [each.pop("audit_entry") for each in (before[0], after[0])]
    assert set(log[0]) < set(log[1])
    for each in (before[0], after[0]):  # what was open is not, as `test_what_was_open_there_is_not_here` tells
        del each["support_access"], each["accounts_invitation"], each["accounts_invitedrole"]
    for what, facts in zip(before, after, strict=True):
        assert without_log(what) == without_log(facts)
    assert (contents.exact(other, superuser), new.pk != tenant.pk, new.key != tenant.key) == (others, True, True)


def test_portal_is_ready_for_its_own_people_where_it_is_now(archive) -> None:
    new = bring(archive)

    assert (new.name, new.slug, new.region_code, new.state) == ("Kota Magelang", "magelang", CODE, "ready")
    assert list(new.domains.values_list("domain", "is_primary")) == [(HOST, True)]
    assert list(new.installed_modules.values_list("module", "is_enabled")) == [("news", False), ("services", True)]
    assert "Silakan kembali lain waktu" in Client(SERVER_NAME=HOST).get("/").content.decode()
    with enter(tenancy(new)):
        assert Entry.objects.filter(action="portal.imported").count() == 1


def test_what_was_open_there_is_not_here(magelang, tmp_path) -> None:
    with enter(tenancy(magelang)):
        access = support.ask("Tiket 12", ["portal"], 3, may_change=False, by=RANI)
        support.answer(access, is_granted=True, by=PLATFORM)
        role = Role.objects.get(key="officer")
        accounts.invite("eka@example.org", name="Eka", role=role, by=PLATFORM)
    path = leaving.leave(magelang, tmp_path / "magelang.zip")
    leaving.gone(magelang)

    new = bring(path)

    with enter(tenancy(new)):
        assert ([row.state for row in Access.objects.all()], Invitation.open().count()) == (["ended"], 0)


def test_what_a_copy_leaves_out_is_not_there(stage, superuser, tmp_path) -> None:
    tenant = runner.execute(order(modules=("news", "complaints", "services")).key).tenant
    with enter(tenancy(tenant)):
        filling.fill("a")
        StoredFile.objects.update(content_type="image/png")
    path = leaving.leave(tenant, tmp_path / "magelang.zip")
    leaving.gone(tenant)

    new = bring(path)

    found = {}
    for table in left_out.TABLES:
        superuser.execute("SELECT to_regclass(%s)", [f"{new.schema_name}.{table}"])
        if superuser.fetchone()[0]:
            superuser.execute(f"SELECT count(*) FROM {new.schema_name}.{table}")
            found[table] = superuser.fetchone()[0]
    superuser.execute(f"SELECT DISTINCT password FROM {new.schema_name}.accounts_person")
    assert (set(found.values()), len(found) > 3, superuser.fetchall()) == ({0}, True, [("!",)])


def test_its_people_choose_a_new_password(magelang, tmp_path, clean_cache) -> None:
    with enter(tenancy(magelang)):
        make_person("Sari", "administrator")
    path = leaving.leave(magelang, tmp_path / "magelang.zip")
    leaving.gone(magelang)
    bring(path)
    sari = Client(SERVER_NAME=HOST)

    old = log_in(sari)
    sari.post("/akun/lupa-sandi/", {"email": "sari@example.org"})
    page = sari.get(reset_path("sari@example.org"), follow=True)
    sari.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    assert (old.status_code, log_in(sari, password=NEW)["Location"]) == (200, "/konsol/")
    assert sari.get("/konsol/").status_code == 200


def test_agency_comes_beside_the_one_that_there_is(stage, tmp_path) -> None:
    agency = Agency(name="RSUD Kota Poso", time_zone="WITA", works_in="72.02")
    there = runner.execute(provisioning.order(Order(agency=agency, modules=("services",)), by=PLATFORM).key).tenant
    path = leaving.leave(there, tmp_path / "rsud.zip")

    new = bring(path, slug="rsud-poso-baru", name="RSUD Poso Baru")

    assert (new.kind, new.works_in, new.time_zone, new.region_code) == ("agency", "72.02", "Asia/Makassar", None)
    assert (new.name, new.slug) == ("RSUD Poso Baru", "rsud-poso-baru")


def test_module_that_the_agreement_here_does_not_have_is_off(archive, monkeypatch) -> None:
    monkeypatch.setattr(entitlement, "_checks", [lambda tenant, module: False])

    assert set(bring(archive).installed_modules.values_list("is_enabled", flat=True)) == {False}


def test_tables_of_an_older_release_are_brought_to_this_one(archive, monkeypatch) -> None:
    found = examining.examine(archive)
    add_migrations(monkeypatch)

    assert (found.is_other, examining.examine(archive).is_other) == (False, True)


@pytest.mark.parametrize(
    ("named", "field", "said"),
    [
        ({"slug": "Lain!"}, "slug", "not usable"),
        ({"slug": "makassar"}, "slug", "belongs to Kota Makassar"),
        ({"slug": "surabaya"}, "slug", "is kept for Kota Surabaya"),
        ({"name": "a" * 121}, "name", "at most 120"),
    ],
    ids=["unusable", "taken", "kept", "too-long"],
)  # fmt: skip
def test_names_are_checked(archive, named, field, said) -> None:
    with pytest.raises(OrderRefused, match=said) as refused:
        ordered(archive, **named)

    assert refused.value.field == field


def test_portal_that_is_there_is_never_written_over(magelang, tmp_path, superuser) -> None:
    path, before = leaving.leave(magelang, tmp_path / "magelang.zip"), contents.exact(magelang, superuser)

    with pytest.raises(OrderRefused, match="Kota Magelang has a portal here") as refused:
        ordered(path, slug="magelang-lain")

    assert (refused.value.field, contents.exact(magelang, superuser)) == ("code", before)


def test_same_order_goes_on_and_a_finished_one_is_not_given_again(archive) -> None:
    first = ordered(archive)
    assert ordered(archive) == first

    runner.execute(first.key)

    with pytest.raises(OrderRefused, match="has a portal here"):
        ordered(archive)


def test_archive_that_changes_before_the_run_leaves_an_empty_portal_that_is_mended(archive, superuser) -> None:
    run, whole = ordered(archive), archive.read_bytes()
    archive.write_bytes(leaving.repacked(archive, lambda members: members.pop("tables/news_article.csv")).read_bytes())

    stopped = runner.execute(run.key)
    left = contents.exact(run.tenant, superuser)
    archive.write_bytes(whole)

    assert (stopped.state, left) == ("failed", {})
    assert "damaged or missing" in contents.problems(stopped)[0]
    assert bring(archive) == run.tenant


def test_portal_that_is_to_be_deleted_is_not_gone_on_with(archive) -> None:
    run = ordered(archive)
    Run.objects.filter(pk=run.pk).update(state="failed")
    deletions.ask(run.tenant, run.tenant.name, by=PLATFORM)

    with pytest.raises(OrderRefused, match="delet"):
        ordered(archive)
    Deletion.objects.all().delete()


def test_command_shows_the_plan_and_does_nothing(archive, capsys) -> None:
    call_command("import_tenant", str(archive), "--slug", "magelang-baru", "--plan")

    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[3]) == ("Kota Magelang · magelang-baru.localhost", "Modules: news (off), services")
    assert lines[4:7] == [
        "  1. Create the roles", "  2. Create the schema", "  3. Bring the archive in magelang.zip",
    ]  # fmt: skip
    assert not Tenant.objects.filter(region_code=CODE).exists()


def test_command_brings_it_in_and_says_how_people_log_in(archive, monkeypatch, capsys) -> None:
    add_migrations(monkeypatch)
    call_command("import_tenant", str(archive), "--plan")
    older = capsys.readouterr().out
    monkeypatch.undo()

    call_command("import_tenant", str(archive), "--here")

    lines = capsys.readouterr().out.splitlines()
    assert "Its tables are of an older release, and are brought to this one." in older
    assert lines[-1].startswith("Its people choose a new password by “Forgotten password” at http://magelang.localhost")
    assert Tenant.objects.get(region_code=CODE).state == "ready"
    with pytest.raises(CommandError, match="has a portal here"):
        call_command("import_tenant", str(archive), "--here")


def test_command_names_files_that_were_missing_before(magelang, tmp_path, capsys) -> None:
    with enter(tenancy(magelang)):
        StoredFile.objects.create(
            key="hilang", owner="portal.emblem", is_private=False, name="x", content_type="image/png", size=1
        )
    path = leaving.leave(magelang, tmp_path / "magelang.zip")
    leaving.gone(magelang)

    call_command("import_tenant", str(path), "--plan")

    assert "1 files were missing there already." in capsys.readouterr().out


def test_archive_that_is_not_there_is_refused(stage, tmp_path) -> None:
    with pytest.raises(ArchiveRefused, match="not there"):
        examining.examine(tmp_path / "tidak-ada.zip")
