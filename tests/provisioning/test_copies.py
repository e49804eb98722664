"""A backup beside its tenant, to look at: equal, closed to the public, silent, and gone without a trace."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from provisioning import actions, agencies, deletions, runner
from provisioning import queries as runs
from provisioning.archives import reader
from provisioning.backups import actions as backups
from provisioning.backups import copies, queries, restoring
from provisioning.errors import OrderRefused
from provisioning.identity import Identity
from provisioning.models import Backup, Deletion, Run
from provisioning.orders import Order
from tenants import mail
from tenants.isolation.current import enter
from tenants.jobs import reconciler, worker
from tenants.jobs.models import Job
from tenants.portal import site
from tenants.quotas import actions as storing
from tenants.quotas import queries as quotas
from tenants.registry import entitlement
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.conftest import PASSWORD, make_person
from tests.provisioning import contents
from tests.provisioning.conftest import order
from tests.provisioning.contents import problems
from tests.provisioning.test_backups import back_up
from tests.provisioning.traces import names, traces

HOST = "tiruan-magelang.localhost"
WANTED = Identity(name="Salinan Kota Magelang", slug="tiruan-magelang", host="")


def copying(tenant: Tenant, backup: Backup, wanted: Identity = WANTED) -> Run:
    return runner.execute(copies.restore_beside(tenant, backup, wanted, by=PLATFORM).key)


def copied(tenant: Tenant) -> Tenant:
    run = copying(tenant, back_up(tenant))
    assert run.state == "done", problems(run)
    return run.tenant


def exact(tenant: Tenant, superuser: Any) -> dict[str, Any]:
    return contents.without_log(contents.exact(tenant, superuser))


def test_copy_is_equal_and_the_portal_untouched(magelang, superuser) -> None:
    backup, before = back_up(magelang), contents.exact(magelang, superuser)

    copy = copying(magelang, backup).tenant

    assert exact(copy, superuser) == contents.without_log(before)
    assert contents.exact(magelang, superuser) == before
    assert (copy.copied_from, copy.state, copy.name) == (magelang, "copy", "Salinan Kota Magelang")
    assert list(copy.domains.values_list("domain", "is_primary")) == [(HOST, True)]
    modules = [list(one.installed_modules.values_list("module", "is_enabled")) for one in (copy, magelang)]
    assert (modules[0] == modules[1], runs.behind()) == (True, [])


def test_tables_and_files_have_the_checksums_of_the_manifest(magelang) -> None:
    backup = back_up(magelang)
    copy = copying(magelang, backup).tenant
    kept = restoring.verified(backup)

    again = restoring.verified(back_up_of_copy(copy))

    changed = contents.LOG
    assert [each for each in again.tables if each.name not in changed] == [
        each for each in kept.tables if each.name not in changed
    ]
    assert (again.files, again.missing) == (kept.files, ())


def back_up_of_copy(copy: Tenant) -> Backup:
    """Write the copy down, which no order does, so as to compare."""
    row = Backup.objects.create(tenant=copy, tenant_key=copy.key, name=copy.name, occasion=Backup.Occasion.ASKED)
    restoring.take(row, copy)
    row.refresh_from_db()
    return row


def test_public_reads_that_it_is_a_copy_and_its_people_look(magelang) -> None:
    with enter(tenancy(magelang)):
        make_person("Sari", "administrator")
    copy = copied(magelang)
    public, sari = Client(SERVER_NAME=HOST), Client(SERVER_NAME=HOST)
    with enter(tenancy(copy)):
        email = "sari@example.org"

    closed, robots = public.get("/"), public.get("/robots.txt")
    sari.post("/masuk/", {"login": email, "password": PASSWORD})
    console = sari.get("/konsol/")

    assert ("Ini sebuah salinan" in closed.content.decode(), closed["X-Robots-Tag"]) == (True, "noindex")
    assert b"Disallow: /\n" in robots.content
    page = console.content.decode()
    assert (console.status_code, "Salinan untuk dilihat, dari cadangan" in page) == (200, True)
    assert "belum melihat portal ini" not in page


def test_copy_speaks_of_the_government_of_its_original_and_measures_nothing(magelang) -> None:
    copy = copied(magelang)
    with enter(tenancy(copy)):
        sari = make_person("Sari", "administrator")
    console, where = Client(SERVER_NAME=HOST), tenancy(copy)
    with enter(where):
        console.force_login(sari)
        named = site.brand().government, site.bare_brand().government

    quota = console.get("/konsol/kuota/").content.decode()

    assert named == ("Government of Kota Magelang", "Salinan Kota Magelang")
    assert ("Di salinan tidak ada yang diukur" in quota, "<progress" in quota) == (True, False)
    assert (copy.quotas.count(), quotas.of(copy)) == (0, [])
    with enter(where):
        assert (quotas.mine(), storing.take_room(1)) == ([], True)


def test_portal_says_nothing_of_copies(magelang) -> None:
    copied(magelang)

    assert "salinan" not in Client(SERVER_NAME="magelang.localhost").get("/").content.decode().lower()


def test_no_job_or_mail_of_a_copy_runs_and_nothing_repeats(magelang, mailoutbox) -> None:
    copy = copied(magelang)
    with enter(tenancy(copy)):
        mail.send("sari@example.org", subject="Halo", template="accounts/nothing.txt")
    job = Job.objects.get(tenant_role=copy.role_name)

    worker.run(job.key)
    reconciler._planned.clear()
    reconciler.plan(timezone.now())
    reconciler.reconcile()

    assert list(Job.objects.filter(tenant_role=copy.role_name).values_list("state", flat=True)) == ["parked"]
    assert (mailoutbox, copy not in queries.due(timezone.now() + timedelta(days=2))) == ([], True)


@pytest.mark.parametrize(
    "give",
    [
        lambda copy: actions.go_live(copy, by=PLATFORM),
        lambda copy: actions.open_again(copy, by=PLATFORM),
        lambda copy: actions.change_time_zone(copy, "WIT", by=PLATFORM),
        lambda copy: actions.rename(copy, Identity(name="Kota Magelang", slug="lain", host=""), by=PLATFORM),
        lambda copy: backups.back_up(copy, by=PLATFORM),
    ],
)  # fmt: skip
def test_copy_never_becomes_a_portal(stage, give) -> None:
    copy = copied(runner.execute(order().key).tenant)

    with pytest.raises(OrderRefused):
        give(copy)


@pytest.mark.parametrize("state", ["ready", "live", "suspended"])
def test_database_keeps_a_copy_a_copy(stage, state) -> None:
    copy = copied(runner.execute(order().key).tenant)

    with pytest.raises(IntegrityError, match="copy_stays_a_copy"):
        Tenant.objects.filter(pk=copy.pk).update(state=state)


def test_same_order_again_goes_on_and_another_is_refused(magelang) -> None:
    backup = back_up(magelang)
    first = copies.restore_beside(magelang, backup, WANTED, by=PLATFORM)
    again = copies.restore_beside(magelang, backup, WANTED, by=PLATFORM)
    assert (first, magelang.copies.count()) == (again, 1)

    runner.execute(first.key)

    with pytest.raises(OrderRefused, match="belongs to Salinan Kota Magelang"):
        copies.restore_beside(magelang, backup, WANTED, by=PLATFORM)


@pytest.mark.parametrize(
    ("wanted", "field", "said"),
    [
        (Identity(name="Salinan", slug="Dilihat!", host=""), "slug", "not usable"),
        (Identity(name="Salinan", slug="magelang", host=""), "slug", "belongs to Kota Magelang"),
        (Identity(name="Salinan", slug="surabaya", host=""), "slug", "is kept for Kota Surabaya"),
        (Identity(name=" Kota  Magelang", slug="tiruan-magelang", host=""), "name", "is the portal itself"),
        (Identity(name="", slug="tiruan-magelang", host=""), "name", "at most 120"),
    ],
    ids=["unusable", "own", "kept", "same-name", "no-name"],
)  # fmt: skip
def test_names_are_checked_before_anything_is_made(stage, wanted, field, said) -> None:
    tenant = runner.execute(order().key).tenant
    backup = back_up(tenant)

    with pytest.raises(OrderRefused, match=said) as refused:
        copies.restore_beside(tenant, backup, wanted, by=PLATFORM)

    assert (refused.value.field, tenant.copies.count()) == (field, 0)


def test_damaged_backup_leaves_a_copy_that_nobody_finds_and_that_is_mended(magelang, superuser) -> None:
    backup, before = back_up(magelang), contents.exact(magelang, superuser)
    path = backup.folder / "tables/news_article.csv"
    whole = path.read_bytes()
    path.write_bytes(contents.harmed(whole))

    run = copying(magelang, backup)
    copy, hidden = run.tenant, Client(SERVER_NAME=HOST).get("/").status_code
    path.write_bytes(whole)
    mended = copying(magelang, backup)

    assert (run.state, hidden, mended.state, mended.tenant) == ("failed", 404, "done", copy)
    assert "damaged or missing" in problems(run)[0]
    assert exact(copy, superuser) == contents.without_log(before)


def test_agreement_of_the_portal_is_the_copys(stage, monkeypatch) -> None:
    tenant = runner.execute(order().key).tenant
    monkeypatch.setattr(entitlement, "_checks", [lambda asked, _module: asked == tenant])

    assert list(copied(tenant).installed_modules.values_list("is_enabled", flat=True)) == [True]


def test_copy_of_an_agency_is_not_taken_for_it(stage) -> None:
    agency = agencies.Agency(name="RSUD Kota Poso", time_zone="WITA")
    tenant = runner.execute(actions.order(Order(agency=agency, modules=("services",)), by=PLATFORM).key).tenant
    wanted = Identity(name="Salinan RSUD", slug="rsud-dilihat", host="")
    copying(tenant, back_up(tenant), wanted)
    other = agencies.Agency(name="Salinan RSUD", time_zone="WITA")

    with pytest.raises(OrderRefused, match="belongs to Salinan RSUD"):
        actions.order(Order(agency=other, slug="rsud-dilihat", modules=("services",)), by=PLATFORM)


def test_backup_stays_while_it_is_copied(magelang, monkeypatch) -> None:
    backup = back_up(magelang)
    copies.restore_beside(magelang, backup, WANTED, by=PLATFORM)
    monkeypatch.setattr(queries, "over", lambda _now: [backup])

    assert (backups.forget_old(), backup.folder.exists()) == (0, True)


def test_portal_that_has_copies_or_will_be_deleted_is_refused(stage) -> None:
    tenant = runner.execute(order().key).tenant
    backup, copy = back_up(tenant), copied(tenant)

    with pytest.raises(OrderRefused, match=r"Salinan Kota Magelang\. Delete those first"):
        deletions.ask(tenant, tenant.name, by=PLATFORM)
    Deletion.objects.create(number=tenant.pk, tenant_key=tenant.key, name=tenant.name, asked_by=PLATFORM)
    with pytest.raises(OrderRefused, match="is to be deleted"):
        copies.restore_beside(tenant, backup, WANTED, by=PLATFORM)

    assert list(tenant.copies.all()) == [copy]


def test_deleted_copy_leaves_no_trace_and_the_portal_as_it_was(magelang, superuser, clean_cache, mailoutbox) -> None:
    before, copy = contents.exact(magelang, superuser), copied(magelang)
    wanted = names(copy)

    runner.execute(deletions.begin(deletions.ask(copy, copy.name, by=PLATFORM), by=PLATFORM).key)

    assert (traces(wanted), Tenant.objects.filter(pk=copy.pk).count(), mailoutbox) == ([], 0, [])
    assert contents.exact(magelang, superuser) == before


def test_copy_that_stopped_half_way_is_deleted_without_a_trace(magelang, clean_cache, monkeypatch) -> None:
    backup = back_up(magelang)
    monkeypatch.setattr(restoring.whole, "load", lambda *_args, **_kwargs: 1 / 0)
    copy = copying(magelang, backup).tenant
    wanted = names(copy)
    assert contents.files(copy) == contents.files(magelang) != {}

    runner.execute(deletions.begin(deletions.ask(copy, copy.name, by=PLATFORM), by=PLATFORM).key)

    assert (traces(wanted), magelang.copies.count()) == ([], 0)


def test_command_shows_the_plan_and_makes_the_copy(magelang, capsys) -> None:
    back_up(magelang)
    call_command("restore", "33.71", "--beside", "tiruan-magelang", "--plan")
    planned = capsys.readouterr().out.splitlines()[1:]
    call_command("restore", "33.71", "--beside", "tiruan-magelang", "--here")
    said = capsys.readouterr().out.splitlines()

    assert planned == [
        "  1. Create the roles",
        "  2. Create the schema",
        "  3. Restore the portal from the backup",
        "  4. Repeat deletions of citizens' data",
        "  5. Attach the domain tiruan-magelang.localhost",
        "  6. Probe all pages",
    ]
    assert said[-1] == "Its people log in at http://tiruan-magelang.localhost:8000; nothing that it does leaves it."
    assert magelang.copies.get().name.startswith("Salinan Kota Magelang, ")


def test_command_says_what_is_wrong_and_how_to_go_on(magelang) -> None:
    backup = back_up(magelang)
    (backup.folder / reader.manifest.FILE).unlink()

    with pytest.raises(CommandError, match="not usable"):
        call_command("restore", "33.71", "--beside", "A b")
    with pytest.raises(CommandError, match="give the same order again"):
        call_command("restore", "33.71", "--beside", "tiruan-magelang", "--name", "Salinan", "--here")
