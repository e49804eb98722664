"""Archives of modules that were uninstalled: damaged, of another release, too old, or lost."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from app_modules.news.models import Article
from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Role, Unit
from kernel.modules import registry
from provisioning import actions, belongings, queries, removals, runner, structure, tasks
from provisioning.archives import reader, writer
from provisioning.errors import OrderRefused
from provisioning.models import Archive, Run
from provisioning.steps.archive_module import ArchiveModule
from provisioning.steps.drop_module import DropModule
from provisioning.steps.restore_module import RestoreModule
from tenants.files import actions as files
from tenants.files import tasks as files_tasks
from tenants.isolation.current import enter
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning import contents
from tests.provisioning.conftest import order
from tests.provisioning.contents import problems, undo, uninstall


def harm(folder: Path) -> None:
    file = folder / "tables/news_article.csv"
    file.write_bytes(file.read_bytes().replace(b"aneh", b"anek", 1))


def test_damaged_archive_is_not_brought_back(magelang, superuser) -> None:
    harm(uninstall(magelang).folder)
    gone = contents.exact(magelang, superuser)

    ended = undo(magelang)

    assert problems(ended) == ["“tables/news_article.csv” in the archive is damaged or missing. Nothing was changed."]
    assert contents.exact(magelang, superuser) == gone
    assert not InstalledModule.objects.filter(tenant=magelang, module="news").exists()


def test_archive_put_in_place_of_another_is_not_brought_back(magelang) -> None:
    archive = uninstall(magelang)
    Archive.objects.filter(pk=archive.pk).update(manifest="0" * 64)

    assert problems(undo(magelang)) == ["“manifest.json” in the archive is damaged or missing. Nothing was changed."]


def test_module_whose_archive_is_damaged_is_not_dropped(magelang, superuser) -> None:
    run = actions.uninstall(magelang, "news", by=PLATFORM)
    queries.step_of(run.steps.all()[0]).do(magelang)
    harm(Archive.objects.get(tenant=magelang).folder)
    before = contents.exact(magelang, superuser)

    ended = runner.execute(run.key)

    assert len(problems(ended)) == 1
    assert contents.exact(magelang, superuser) == before


def test_archive_that_refers_to_what_is_gone_is_not_brought_back(stage, superuser) -> None:
    tenant = runner.execute(order(with_sample=True).key).tenant
    actions.switch(tenant, "services", on=False, by=PLATFORM)
    with enter(tenancy(tenant)):
        unit = Service.objects.first().unit_id
    uninstall(tenant, "services")
    with enter(tenancy(tenant)):
        Unit.objects.filter(pk=unit)._raw_delete("default")  # the ORM would ask the tables of modules that are not here
    gone = contents.exact(tenant, superuser)

    ended = undo(tenant, "services")

    assert problems(ended) == [
        "The content of services refers to something that was deleted meanwhile. Nothing was changed."
    ]
    assert contents.exact(tenant, superuser) == gone


def test_archive_of_an_older_release_is_brought_to_this_one(stage) -> None:
    tenant = runner.execute(order(with_sample=True).key).tenant
    actions.switch(tenant, "services", on=False, by=PLATFORM)
    archive = Archive.objects.create(tenant=tenant, module="services")
    with enter(tenancy(tenant)):
        count = Service.objects.count()
        MigrationExecutor(connections["owner"]).migrate([("services", "0001_initial")])
    ArchiveModule("services", archive.key).do(tenant)
    DropModule("services", archive.key).do(tenant)

    RestoreModule("services", archive.key).do(tenant)

    assert queries.behind() == []
    with enter(tenancy(tenant)):
        assert Service.objects.count() == count > 0


def test_archive_of_a_later_release_is_refused(magelang, monkeypatch) -> None:
    uninstall(magelang)
    fewer = structure.migrations("news") - {max(structure.migrations("news"))}
    monkeypatch.setattr(structure, "migrations", lambda part: fewer)

    assert problems(undo(magelang)) == [
        "The archive is of another release, which this one cannot read. Nothing was changed."
    ]


def test_file_that_was_lost_before_stays_lost(magelang, superuser) -> None:
    lost, kept = sorted(contents.files(magelang))
    (files_root(magelang) / lost).unlink()
    before = contents.exact(magelang, superuser)

    archive = uninstall(magelang)
    undo(magelang)

    assert (archive.files, contents.exact(magelang, superuser)) == (1, before)
    assert list(contents.files(magelang)) == [kept]


def files_root(tenant: Tenant) -> Path:
    with enter(tenancy(tenant)):
        return files.folder()


def test_sweep_of_old_files_leaves_the_archive(magelang) -> None:
    archive = uninstall(magelang)
    for path in archive.folder.rglob("*"):
        os.utime(path, (time.time() - 900_000,) * 2)

    with enter(tenancy(magelang)):
        files_tasks.sweep()

    assert reader.verify(archive.folder).checksum == archive.manifest


def test_undo_is_refused_after_its_time(magelang) -> None:
    archive = uninstall(magelang)
    assert abs(archive.undo_until - timezone.now() - timedelta(days=30)) < timedelta(minutes=1)
    Archive.objects.filter(pk=archive.pk).update(undo_until=timezone.now())

    with pytest.raises(OrderRefused) as refusal:
        actions.undo(magelang, "news", by=PLATFORM)

    assert str(refusal.value) == "Kota Magelang has no archive of news that can be brought back."


def test_archive_is_deleted_at_the_end_of_its_time(magelang) -> None:
    with enter(tenancy(magelang)):
        enqueue("news.count_reads", due_at=timezone.now() + timedelta(days=1))
        enqueue("services.check_links", due_at=timezone.now() + timedelta(days=1))
    archive = uninstall(magelang)
    tasks.purge()
    assert (archive.folder.exists(), Run.objects.filter(title_en__contains="archive").count()) == (True, 0)
    Archive.objects.filter(pk=archive.pk).update(undo_until=timezone.now())

    tasks.purge()
    tasks.purge()
    run = Run.objects.get(title_en="Deleting the archive of News, Kota Magelang")
    assert runner.execute(run.key).state == "done"

    archive.refresh_from_db()
    assert (archive.state, archive.folder.exists(), list(archive.folder.parent.iterdir())) == ("purged", False, [])
    waiting = Job.objects.filter(tenant_role=magelang.role_name, due_at__gt=timezone.now())
    assert list(waiting.values_list("name", flat=True)) == ["services.check_links"]


def test_module_may_be_installed_anew_instead(magelang) -> None:
    uninstall(magelang)

    run = runner.execute(actions.add(magelang, "news", by=PLATFORM).key)

    assert run.state == "done"
    with enter(tenancy(magelang)):
        assert Article.objects.count() == 0


def test_plan_says_how_much_would_go(magelang) -> None:
    has = removals.holding(magelang, "news")

    archive = uninstall(magelang)
    shared = 2 + 2  # stored files, a setting and a word
    assert (has.rows, has.files, has.days) == (archive.rows - shared, 2, 30)
    assert has.size > 100_000


def test_what_a_module_has_is_what_its_migrations_make(stage) -> None:
    for module in registry.modules():
        made = {line.split('"')[1] for line in structure.script(module.name).splitlines() if "CREATE TABLE" in line}
        assert {part.table for part in belongings.own_parts(module.name)} == made


def test_suspended_region_may_lose_a_module_and_get_it_back(magelang, superuser) -> None:
    Tenant.objects.filter(pk=magelang.pk).update(state=Tenant.State.SUSPENDED)
    before = contents.exact(magelang, superuser)

    uninstall(magelang)
    run = undo(magelang)

    assert (problems(run), run.state) == ([], "done")
    assert contents.exact(magelang, superuser) == before


def test_archive_of_a_module_that_is_no_longer_known_is_deleted(magelang) -> None:
    archive = Archive.objects.create(tenant=magelang, module="bygone", state="kept")

    run = runner.execute(actions.purge(archive, by=PLATFORM).key)

    archive.refresh_from_db()
    assert (run.title_en, archive.state) == ("Deleting the archive of bygone, Kota Magelang", "purged")


def test_archive_of_a_region_that_is_worked_on_is_deleted_later(magelang) -> None:
    archive = uninstall(magelang)
    Archive.objects.filter(pk=archive.pk).update(undo_until=timezone.now())
    actions.add(magelang, "complaints", by=PLATFORM)

    assert actions.purge_old(by=PLATFORM) == []


def test_permission_that_was_given_again_meanwhile_is_there_once(magelang) -> None:
    uninstall(magelang)
    with enter(tenancy(magelang)):
        Role.objects.filter(key="officer").update(permissions=["services.write", "news.write"])

    undo(magelang)

    with enter(tenancy(magelang)):
        assert Role.objects.get(key="officer").permissions == ["services.write", "news.write", "news.moderate"]


def test_archive_that_was_lost_is_written_again(magelang) -> None:
    run = actions.uninstall(magelang, "news", by=PLATFORM)
    archiving = queries.step_of(run.steps.all()[0])
    archiving.do(magelang)
    archive = Archive.objects.get(tenant=magelang)
    writer.remove(archive.folder)

    assert (str(archive), archiving.is_done(magelang)) == (f"news {archive.key} (ordered)", False)
    assert runner.execute(run.key).state == "done"
