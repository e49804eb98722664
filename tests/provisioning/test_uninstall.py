"""A module is taken out of a region, and brought back as it was."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from app_modules.news.models import Article
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Role
from kernel.audit.models import Entry
from kernel.modules import registry
from provisioning import actions, belongings, plan, queries, runner, structure
from provisioning.errors import OrderRefused
from provisioning.models import Archive
from provisioning.steps.probe import Probe
from tenants.customization.models import Value
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning import contents, twins
from tests.provisioning.conftest import order
from tests.provisioning.contents import problems, undo, uninstall


def test_undo_brings_every_row_file_and_number_back(magelang, superuser) -> None:
    before, installed = contents.exact(magelang, superuser), InstalledModule.objects.filter(tenant=magelang).values()
    rows = [{name: value for name, value in row.items() if name != "id"} for row in installed]

    archive = uninstall(magelang)
    gone = contents.exact(magelang, superuser)
    run = undo(magelang)

    assert (run.state, Archive.objects.get(pk=archive.pk).state) == ("done", "undone")
    assert contents.exact(magelang, superuser) == before != gone
    again = InstalledModule.objects.filter(tenant=magelang).values()
    assert [{name: value for name, value in row.items() if name != "id"} for row in again] == rows


def test_uninstalling_leaves_nothing_of_the_module(magelang, superuser) -> None:
    services, other = "services_service", Tenant.objects.get(region_code="73.71")
    before, others = contents.exact(magelang, superuser), contents.exact(other, superuser)

    archive = uninstall(magelang)

    after = contents.exact(magelang, superuser)
    assert [name for name in after if name.startswith("news_")] == []
    assert (contents.files(magelang), after[services]) == ({}, before[services])
    with enter(tenancy(magelang)):
        assert (StoredFile.objects.count(), Value.objects.filter(key__startswith="news.").count()) == (0, 0)
        assert Role.objects.get(key="officer").permissions == ["services.write"]
        assert {app for app, _name in structure.applied() if app == "news"} == set()
        assert Entry.objects.filter(action="news.write").count() > 0
    assert list(magelang.installed_modules.values_list("module", flat=True)) == ["services"]
    assert (archive.files, archive.rows > 20, archive.size > 1000) == (2, True, True)
    assert contents.exact(other, superuser) == others


def test_uninstalling_and_undoing_are_written_down(magelang) -> None:
    uninstall(magelang)
    undo(magelang)

    summaries = Entry.objects.filter(action="provisioning.order").order_by("-id").values_list("summary", flat=True)
    assert list(summaries[:2]) == [
        "Bringing News back in Kota Magelang",
        "Uninstalling News from Kota Magelang",
    ]


def test_structure_is_the_same_after_down_and_up_of_every_module(stage, superuser) -> None:
    names = tuple(module.name for module in registry.modules())
    tenant = runner.execute(order(modules=names, with_sample=True).key).tenant
    before, rows = twins.seen(tenant, superuser), contents.exact(tenant, superuser)

    for name in names:
        actions.switch(tenant, name, on=False, by=PLATFORM)
        uninstall(tenant, name)
        assert undo(tenant, name).state == "done"

    after = twins.seen(tenant, superuser)
    # More runs and modules that are off; the archives, among the files; and that they were turned off.
    assert {what for what in before if after[what] != before[what]} == {"platform", "files", "rows"}
    assert contents.without_log(contents.exact(tenant, superuser)) == contents.without_log(rows)


def test_uninstalling_every_module_leaves_the_core(stage, superuser) -> None:
    names = tuple(module.name for module in registry.modules())
    tenant = runner.execute(order(modules=names, with_sample=True).key).tenant
    for name in names:
        actions.switch(tenant, name, on=False, by=PLATFORM)
        uninstall(tenant, name)

    with enter(tenancy(tenant)):
        assert structure.applied() == structure.migrations(structure.CORE)
    superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [tenant.schema_name])
    left = [table for (table,) in superuser.fetchall() if table.split("_")[0] in names]
    assert left == []


def test_module_without_tables_is_forgotten_as_any_other(stage, monkeypatch) -> None:
    monkeypatch.setattr(apps.get_app_config("news"), "models", {})
    where = tenancy(Tenant.objects.get(region_code="73.71"))

    with transaction.atomic("owner"), enter(where), connections["owner"].cursor() as cursor:
        belongings.drop_tables("news")
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = 'news'")
        left = cursor.fetchone()[0]
        transaction.set_rollback(True, using="owner")

    assert left == 0


def test_each_step_is_done_after_it_and_may_be_done_again(magelang) -> None:
    archive = Archive.objects.create(tenant=magelang, module="news")
    steps = [*plan.uninstall("news", archive.key), *plan.undo("news", archive.key), *plan.purge("news", archive.key)]

    seen = {step.kind: looks(step, magelang) for step in steps if step.kind not in ("Probe", "RepeatDeletions")}

    assert seen == dict.fromkeys(["ArchiveModule", "DropModule", "RestoreModule", "PurgeArchive"], (False, True, True))


def looks(step: Any, tenant: Tenant) -> tuple[bool, ...]:
    before = step.is_done(tenant)
    step.do(tenant)
    after = step.is_done(tenant)
    step.do(tenant)
    return before, after, step.is_done(tenant)


def test_module_that_others_require_is_refused_with_their_names(magelang, monkeypatch) -> None:
    bills = registry.read("bills", "tests.provisioning.manifests")
    found = (*registry.modules(), bills)
    monkeypatch.setattr(registry, "modules", lambda: found)
    InstalledModule.objects.create(tenant=magelang, module="bills", version="1.0.0")

    with pytest.raises(OrderRefused) as refusal:
        actions.uninstall(magelang, "news", by=PLATFORM)

    assert str(refusal.value) == "news is needed by bills. Uninstall that first."
    assert Archive.objects.filter(tenant=magelang).count() == 0


def test_module_whose_requirement_is_gone_is_not_brought_back(magelang, monkeypatch) -> None:
    uninstall(magelang)
    bills = registry.read("bills", "tests.provisioning.manifests")
    found = (*registry.modules(), bills)
    monkeypatch.setattr(registry, "modules", lambda: found)
    Archive.objects.create(tenant=magelang, module="bills", state="kept")

    with pytest.raises(OrderRefused) as refusal:
        actions.undo(magelang, "bills", by=PLATFORM)

    assert str(refusal.value) == "The module “bills” requires “news”. Add it to the order."


@pytest.mark.parametrize(
    ("module", "sentence"),
    [
        ("services", "The module services is on. Disable it first."),
        ("complaints", "The module “complaints” is not installed in Kota Magelang."),
        ("games", "The module “games” is not installed in Kota Magelang."),
    ],
)
def test_module_that_is_on_or_not_there_is_refused(magelang, module, sentence) -> None:
    with pytest.raises(OrderRefused) as refusal:
        actions.uninstall(magelang, module, by=PLATFORM)

    assert str(refusal.value) == sentence


def test_module_of_an_older_release_is_refused(stage) -> None:
    tenant = runner.execute(order().key).tenant
    actions.switch(tenant, "services", on=False, by=PLATFORM)
    with enter(tenancy(tenant)):
        MigrationExecutor(connections["owner"]).migrate([("services", "0001_initial")])

    with pytest.raises(OrderRefused, match="is of an older release"):
        actions.uninstall(tenant, "services", by=PLATFORM)


def test_module_that_is_enabled_meanwhile_is_not_dropped(magelang, superuser) -> None:
    run = actions.uninstall(magelang, "news", by=PLATFORM)
    actions.switch(magelang, "news", on=True, by=PLATFORM)
    before = contents.exact(magelang, superuser)

    ended = runner.execute(run.key)

    assert problems(ended) == ["The module news is on. Disable it first."]
    assert contents.exact(magelang, superuser) == before


def test_content_that_changes_meanwhile_is_not_dropped(magelang, superuser) -> None:
    run = actions.uninstall(magelang, "news", by=PLATFORM)
    archiving, _dropping, _probe = (queries.step_of(row) for row in run.steps.all())
    archiving.do(magelang)
    with enter(tenancy(magelang)):
        Article.objects.order_by("pk").filter(pk=Article.objects.first().pk).update(author_name="Orang lain")
    before = contents.exact(magelang, superuser)

    ended = runner.execute(run.key)

    assert [line.split(".")[0] for line in problems(ended)] == ["The content of news changed after it was archived"]
    assert contents.exact(magelang, superuser) == before
    assert runner.execute(actions.resume(run, by=PLATFORM).key).state == "done"
    assert undo(magelang).state == "done"
    assert contents.exact(magelang, superuser) == before


def test_what_was_dropped_is_not_archived_anew(magelang, monkeypatch) -> None:
    with monkeypatch.context() as at_work:
        at_work.setattr(Probe, "do", lambda *_given: 1 / 0)
        run = runner.execute(actions.uninstall(magelang, "news", by=PLATFORM).key)
    archive = Archive.objects.get(tenant=magelang, state="kept")

    ended = runner.execute(actions.resume(run, by=PLATFORM).key)

    assert (run.state, ended.state, Archive.objects.get(pk=archive.pk).manifest) == ("failed", "done", archive.manifest)


def test_module_that_is_installed_is_not_brought_back(magelang) -> None:
    with pytest.raises(OrderRefused, match="“news” is installed in"):
        actions.undo(magelang, "news", by=PLATFORM)
