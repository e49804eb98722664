"""One tenant is backed up, and restored as it was; the others notice nothing."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from app_modules.news.models import Article
from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from provisioning import actions, runner, whole
from provisioning import queries as runs
from provisioning.archives import writer
from provisioning.backups import actions as backups
from provisioning.backups import queries, restoring
from provisioning.errors import OrderRefused
from provisioning.models import Backup, Run
from tenants.customization.models import Value
from tenants.files.models import StoredFile
from tenants.isolation.current import Place, enter
from tenants.registry import entitlement
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning import contents
from tests.provisioning.conftest import order
from tests.provisioning.contents import problems


def exact(tenant: Tenant, superuser: Any) -> dict[str, Any]:
    return contents.without_log(contents.exact(tenant, superuser))


def back_up(tenant: Tenant) -> Backup:
    run = runner.execute(backups.back_up(tenant, by=PLATFORM).key)
    assert run.state == "done", problems(run)
    return queries.find(tenant, "")


def restore(tenant: Tenant, backup: Backup) -> Run:
    return runner.execute(backups.restore(tenant, backup, by=PLATFORM).key)


def harm(tenant: Tenant) -> None:
    """Lose and change about everything: rows, files, a module, numbers, the time zone."""
    with enter(tenancy(tenant)):
        for stored in StoredFile.objects.all():
            (Path(settings.FILES_ROOT) / tenant.key / stored.key[:2] / stored.key).write_bytes(b"overwritten")
        Value.objects.all().delete()
        Service.objects.update(title="Hilang")
    contents.uninstall(tenant)
    run = runner.execute(actions.change_time_zone(tenant, "WIT", by=PLATFORM).key)
    assert run.state == "done", problems(run)


def test_everything_comes_back_equal_and_others_are_untouched(magelang, superuser) -> None:
    other = Tenant.objects.get(region_code="73.71")
    before, others, modules = exact(magelang, superuser), contents.exact(other, superuser), installed(magelang)
    backup = back_up(magelang)
    harm(magelang)
    harmed = exact(magelang, superuser)

    run = restore(magelang, backup)

    assert (run.state, problems(run)) == ("done", [])
    assert exact(magelang, superuser) == before != harmed
    assert contents.exact(other, superuser) == others
    magelang.refresh_from_db()
    assert (magelang.time_zone, magelang.state, installed(magelang)) == ("Asia/Jakarta", "ready", modules)
    assert runs.behind() == []


def installed(tenant: Tenant) -> list[dict[str, Any]]:
    rows = InstalledModule.objects.filter(tenant=tenant).values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def test_module_that_came_after_the_backup_is_gone(stage, superuser) -> None:
    tenant = runner.execute(order().key).tenant
    before, backup = exact(tenant, superuser), back_up(tenant)
    runner.execute(actions.add(tenant, "news", by=PLATFORM).key)

    restore(tenant, backup)

    assert exact(tenant, superuser) == before
    assert list(tenant.installed_modules.values_list("module", flat=True)) == ["services"]


def test_module_that_the_agreement_no_longer_names_comes_back_off(stage, monkeypatch) -> None:
    tenant = runner.execute(order().key).tenant
    backup = back_up(tenant)
    monkeypatch.setattr(entitlement, "_checks", [lambda _tenant, _module: False])

    restore(tenant, backup)

    assert [(row.module, row.is_enabled) for row in tenant.installed_modules.all()] == [("services", False)]


def test_what_was_there_before_a_restore_can_be_restored(magelang, superuser) -> None:
    backup = back_up(magelang)
    with enter(tenancy(magelang)):
        Value.objects.all().delete()
    later = exact(magelang, superuser)

    restore(magelang, backup)
    run = restore(magelang, queries.kept(magelang).get(occasion="before"))

    assert run.state == "done", problems(run)
    assert exact(magelang, superuser) == later


def test_restore_is_written_down_in_both_logs(magelang) -> None:
    restore(magelang, back_up(magelang))

    with enter(tenancy(magelang)):
        assert Entry.objects.filter(action="portal.restored").count() == 1
    assert Entry.objects.filter(action="provisioning.order", summary="Restoring Kota Magelang from a backup").exists()


def stopped(tenant: Tenant, monkeypatch: Any, broken: str = "swap") -> tuple[Backup, Run]:
    """Return a restore that stopped with an error, and its backup."""
    backup = back_up(tenant)
    with enter(tenancy(tenant)):
        Value.objects.all().delete()
    with monkeypatch.context() as at_work:
        at_work.setattr(restoring.schemas, broken, lambda *_given: 1 / 0)
        run = restore(tenant, backup)
    tenant.refresh_from_db()
    assert (run.state, tenant.state) == ("failed", "suspended")
    return backup, run


@pytest.mark.parametrize("state", ["ready", "live"])
def test_portal_whose_restore_stopped_is_opened_as_it_was(magelang, superuser, monkeypatch, state) -> None:
    Tenant.objects.filter(pk=magelang.pk).update(state=state)
    _backup, run = stopped(magelang, monkeypatch)
    before, found = exact(magelang, superuser), queries.stopped_restore(magelang)

    opened = runner.execute(actions.open_again(magelang, by=PLATFORM).key)

    magelang.refresh_from_db()
    assert (found.run, found.state, found.has_restored) == (run, state, False)
    assert (opened.state, magelang.state, queries.stopped_restore(magelang)) == ("done", state, None)
    assert exact(magelang, superuser) == before


def test_restore_that_stopped_is_tried_again(magelang, monkeypatch) -> None:
    _backup, run = stopped(magelang, monkeypatch)

    runner.execute(actions.resume(run, by=PLATFORM).key)

    magelang.refresh_from_db()
    with enter(tenancy(magelang)):
        assert (magelang.state, Value.objects.count() > 0) == ("ready", True)


def test_another_backup_is_restored_and_the_portal_is_open_as_before(magelang, monkeypatch) -> None:
    backup, _run = stopped(magelang, monkeypatch)

    run = restore(magelang, backup)

    magelang.refresh_from_db()
    assert (run.state, magelang.state) == ("done", "ready")


def test_restore_that_stopped_does_not_go_on_once_the_portal_is_open(magelang, superuser, monkeypatch) -> None:
    _backup, run = stopped(magelang, monkeypatch)
    runner.execute(actions.open_again(magelang, by=PLATFORM).key)
    before = exact(magelang, superuser)

    again = runner.execute(actions.resume(run, by=PLATFORM).key)

    assert (again.state, exact(magelang, superuser)) == ("failed", before)
    assert problems(again) == ["Kota Magelang is open, so nothing was changed. Order the restore anew."]


def test_portal_is_closed_by_no_restore_before_it_began_or_when_people_had_closed_it(magelang, monkeypatch) -> None:
    backup = back_up(magelang)
    Tenant.objects.filter(pk=magelang.pk).update(state="suspended")
    by_people = queries.stopped_restore(Tenant.objects.get(pk=magelang.pk))
    _backup, _run = stopped(magelang, monkeypatch)
    closed_before = queries.stopped_restore(magelang)
    Tenant.objects.filter(pk=magelang.pk).update(state="ready")
    magelang.refresh_from_db()
    with monkeypatch.context() as at_work:
        at_work.setattr(restoring, "try_out", lambda *_given: 1 / 0)
        restore(magelang, backup)
    Tenant.objects.filter(pk=magelang.pk).update(state="suspended")
    not_begun = queries.stopped_restore(Tenant.objects.get(pk=magelang.pk))

    assert (by_people, closed_before, not_begun) == (None, None, None)


def test_portal_is_closed_while_it_is_restored(magelang, monkeypatch) -> None:
    backup, states, real = back_up(magelang), [], whole.load

    def load(*args: Any, **kwargs: Any) -> None:
        with enter(Place.PLATFORM):
            states.append(Tenant.objects.get(pk=magelang.pk).state)
        real(*args, **kwargs)

    monkeypatch.setattr(restoring.whole, "load", load)
    run = restore(magelang, backup)

    magelang.refresh_from_db()
    assert (run.state, states, magelang.state) == ("done", ["ready", "suspended"], "ready")


def test_suspended_portal_stays_suspended(magelang) -> None:
    backup = back_up(magelang)
    Tenant.objects.filter(pk=magelang.pk).update(state="suspended")

    run = restore(magelang, backup)

    magelang.refresh_from_db()
    assert (run.state, magelang.state) == ("done", "suspended")


def test_backup_of_an_older_release_is_brought_to_this_one(stage, superuser) -> None:
    tenant = runner.execute(order(with_sample=True).key).tenant
    with enter(tenancy(tenant)):
        count = Service.objects.count()
        MigrationExecutor(connections["owner"]).migrate([("services", "0001_initial")])
    backup = back_up(tenant)

    run = restore(tenant, backup)

    assert (run.state, runs.behind()) == ("done", [])
    with enter(tenancy(tenant)):
        assert Service.objects.count() == count > 0
    superuser.execute(
        "SELECT has_table_privilege(%s, %s, 'DELETE')", [tenant.role_name, f"{tenant.schema_name}.audit_entry"]
    )
    assert superuser.fetchone() == (False,)


@pytest.mark.parametrize("part", ["tables/news_article.csv", "files", "manifest.json"])
def test_damaged_backup_is_refused_before_anything_changes(magelang, superuser, part) -> None:
    backup, before = back_up(magelang), exact(magelang, superuser)
    path = backup.folder / part
    path = path if path.is_file() else next(path.iterdir())
    path.write_bytes(contents.harmed(path.read_bytes()))

    run = restore(magelang, backup)

    magelang.refresh_from_db()
    backup.refresh_from_db()
    assert (run.state, magelang.state, exact(magelang, superuser) == before) == ("failed", "ready", True)
    assert problems(run) == [backup.problem]
    assert ("damaged or missing" in backup.problem, backup.problem_at is not None) == (True, True)


def test_backup_that_was_lost_is_written_again(stage) -> None:
    tenant = runner.execute(order().key).tenant
    run = backups.back_up(tenant, by=PLATFORM)
    writing = runs.step_of(run.steps.all()[0])
    writing.do(tenant)
    writer.remove(Backup.objects.get(tenant=tenant).folder)

    was_done, ended = writing.is_done(tenant), runner.execute(run.key)

    assert (was_done, ended.state, writing.is_done(tenant)) == (False, "done", True)


def test_backup_of_another_key_is_refused(magelang) -> None:
    one, other = back_up(magelang), back_up(magelang)
    for path in one.folder.iterdir():
        path.rename(path.with_name(f"{path.name}.old"))
    for path in other.folder.iterdir():
        path.rename(one.folder / path.name)

    run = restore(magelang, one)

    assert problems(run) == ["“manifest.json” in the archive is damaged or missing. Nothing was changed."]


def test_backup_cannot_be_read_without_the_secret(magelang) -> None:
    with enter(tenancy(magelang)):
        title = Article.objects.first().versions.first().title

    backup = back_up(magelang)

    written = [path for path in backup.folder.rglob("*") if path.is_file()]
    assert len(written) == backup.files + 2 + len(list((backup.folder / "tables").iterdir()))
    assert [path for path in written if title.encode() in path.read_bytes() or b"Magelang" in path.read_bytes()] == []
    assert oct(os.stat(backup.folder.parent).st_mode & 0o777) == "0o700"


def test_backup_is_no_part_of_what_is_served(magelang) -> None:
    backup = back_up(magelang)

    assert not backup.folder.is_relative_to(settings.FILES_ROOT)


def test_trying_out_says_so_and_leaves_nothing(magelang, superuser) -> None:
    backup, before = back_up(magelang), contents.exact(magelang, superuser)

    run = runner.execute(backups.try_out(backup, magelang, by=PLATFORM).key)

    superuser.execute("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'coming'")
    assert (run.state, superuser.fetchone(), contents.exact(magelang, superuser) == before) == ("done", (0,), True)
    backup.refresh_from_db()
    assert (backup.verified_at is not None, backup.problem) == (True, "")
    assert queries.last_tried(magelang) == backup


def test_same_order_twice_at_once_has_one_effect(magelang) -> None:
    together = Barrier(2)

    def give(_number: int) -> str:
        with enter(Place.PLATFORM):
            together.wait()
            try:
                return backups.back_up(magelang, by=PLATFORM).key
            finally:
                connection.close()

    with ThreadPoolExecutor(2) as pool:
        keys = set(pool.map(give, range(2)))

    assert (len(keys), Backup.objects.filter(tenant=magelang).count()) == (1, 1)


def test_portal_that_is_not_made_yet_is_refused(stage) -> None:
    tenant = order().tenant

    with pytest.raises(OrderRefused, match="not ready yet"):
        backups.back_up(tenant, by=PLATFORM)


def test_backup_that_there_is_not_is_refused(stage) -> None:
    tenant = Tenant.objects.get(region_code="73.71")

    with pytest.raises(OrderRefused, match="has no backup yet"):
        queries.find(tenant, "")
    with pytest.raises(OrderRefused, match="has no such backup"):
        queries.find(tenant, "abc")
