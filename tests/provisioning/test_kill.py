"""`kill -9` before, in and after each step: the run finishes, and its tenant equals an undisturbed twin."""

from contextlib import suppress
from typing import Any

import pytest

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from provisioning import actions, deletions, plan, runner
from provisioning.backups import actions as backups
from provisioning.backups import copies
from provisioning.errors import RunBusy
from provisioning.identity import Identity
from provisioning.imports import actions as imports
from provisioning.imports.examining import examine
from provisioning.models import Run
from provisioning.orders import CheckedOrder, Order
from provisioning.step import kinds
from tenants.citizens.models import Citizen
from tenants.files.actions import store
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.conftest import remove
from tests.provisioning import contents, leaving
from tests.provisioning.conftest import CODE, keep_spares, order
from tests.provisioning.dying_worker import MOMENTS, Point, carry_out
from tests.provisioning.test_deletions import ask, due
from tests.provisioning.traces import names, traces
from tests.provisioning.twins import seen

WANTED = {"modules": ("services",), "administrator_email": "sari@example.org", "with_sample": True}
STEPS = plan.provision(
    CheckedOrder(
        order=Order(code=CODE, **WANTED), name="", kind="", time_zone="", slug="magelang", host="magelang.localhost",
        modules=("services",), tenant=None,
    )
)  # fmt: skip


def points(steps: plan.Plan) -> list[Point]:
    return [Point(position, moment) for position in range(1, len(steps) + 1) for moment in MOMENTS]


POINTS, LIVE = points(STEPS), points(plan.go_live())
# Roles and schema are there already when a portal that is whole is restored; what makes them is killed in `POINTS`.
RESTORE = [point for point in points(plan.restore("", "", "")) if point.position > 2]


def named(point: Point) -> str:
    step = STEPS[point.position - 1]
    return f"{point.moment}-{step.kind}-{step.detail}"


_twin: dict[str, Any] = {}


def twin(superuser: Any) -> dict[str, Any]:
    """Return what an undisturbed run leaves; made once, in the same region, and removed."""
    if not _twin:
        run = runner.execute(order(**WANTED).key)
        assert (run.state, run.tenant.installed_modules.count()) == ("done", 1)
        _twin.update(seen(run.tenant, superuser))
        remove(run.tenant)
    return _twin


def test_points_are_all_steps_there_are() -> None:
    of_modules = (*plan.uninstall("", ""), *plan.undo("", ""), *plan.purge("", ""))
    of_portals = (*plan.go_live(), *plan.open_again([]), *plan.change_time_zone("Asia/Jayapura"), *plan.delete(""))
    of_backups = (*plan.restore("", "", ""), *plan.restore_beside("", ""))
    moved = plan.import_archive("", "", "")
    assert {step.kind for step in (*STEPS, *of_portals, *of_modules, *of_backups, *moved)} == set(kinds())


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS, ids=named)
def test_killed_run_is_finished_by_another(stage, superuser, settings, point: Point) -> None:
    undisturbed = twin(superuser)
    if STEPS[point.position - 1].kind == "LeaveOut":  # of what else than a spare would anything be left out?
        keep_spares(settings, 1)
    run = order(**WANTED)

    carry_out(run.key, point)
    finished = runner.execute(run.key)

    assert finished.state == "done", [step.problem for step in finished.steps.all()]
    after = seen(finished.tenant, superuser)
    for what, facts in undisturbed.items():
        assert after[what] == facts, what


@pytest.mark.slow
def test_killed_opening_is_finished_by_another(stage) -> None:
    tenant = runner.execute(order().key).tenant

    for point in LIVE:
        Tenant.objects.filter(pk=tenant.pk).update(state="ready")
        run = actions.go_live(tenant, by=PLATFORM)
        carry_out(run.key, point)

        assert runner.execute(run.key).state == "done"
        tenant.refresh_from_db()
        assert tenant.state == "live"


@pytest.mark.slow
def test_killed_opening_of_a_suspended_portal_is_finished_by_another(stage) -> None:
    tenant = runner.execute(order().key).tenant

    for moment in MOMENTS:
        Tenant.objects.filter(pk=tenant.pk).update(state="suspended")
        run = actions.open_again(tenant, by=PLATFORM)
        carry_out(run.key, Point(run.steps.get(kind="OpenAgain").position, moment))

        assert runner.execute(run.key).state == "done"
    with enter(tenancy(tenant)):
        assert Entry.objects.filter(action="portal.open_again").count() == len(MOMENTS)


@pytest.mark.slow
def test_killed_change_of_the_time_zone_is_finished_by_another(stage) -> None:
    tenant = runner.execute(order().key).tenant

    for moment in MOMENTS:
        Tenant.objects.filter(pk=tenant.pk).update(time_zone="Asia/Jakarta")
        run = actions.change_time_zone(tenant, "WIT", by=PLATFORM)
        carry_out(run.key, Point(1, moment))

        assert runner.execute(run.key).state == "done"
    tenant.refresh_from_db()
    with enter(tenancy(tenant)):
        changes = Entry.objects.filter(action="portal.time_zone").count()
    assert (tenant.time_zone, changes) == ("Asia/Jayapura", len(MOMENTS))


@pytest.mark.slow
@pytest.mark.parametrize("point", points(plan.uninstall("", "")), ids=str)
def test_killed_uninstalling_is_finished_by_another(stage, superuser, point: Point) -> None:
    tenant = contents.filled()
    before = contents.exact(tenant, superuser)
    run = actions.uninstall(tenant, "news", by=PLATFORM)

    carry_out(run.key, point)
    finished = runner.execute(run.key)

    assert finished.state == "done", [step.problem for step in finished.steps.all()]
    gone = contents.exact(tenant, superuser)
    assert ([name for name in gone if name.startswith("news_")], contents.files(tenant)) == ([], {})
    assert len(list((tenant.archives.get().folder.parent).iterdir())) == 1
    assert runner.execute(actions.undo(tenant, "news", by=PLATFORM).key).state == "done"
    assert contents.exact(tenant, superuser) == before


@pytest.mark.slow
@pytest.mark.parametrize("point", points(plan.undo("", "")), ids=str)
def test_killed_undoing_is_finished_by_another(stage, superuser, point: Point) -> None:
    tenant = contents.filled()
    citizen, before = contents.had_deleted(tenant), contents.exact(tenant, superuser)
    runner.execute(actions.uninstall(tenant, "news", by=PLATFORM).key)
    contents.bring_back(tenant, citizen)
    run = actions.undo(tenant, "news", by=PLATFORM)

    carry_out(run.key, point)
    finished = runner.execute(run.key)

    assert finished.state == "done", [step.problem for step in finished.steps.all()]
    assert contents.without_log(contents.exact(tenant, superuser)) == contents.without_log(before)


@pytest.mark.slow
@pytest.mark.parametrize("point", points(plan.purge("", "")), ids=str)
def test_killed_purging_is_finished_by_another(stage, point: Point) -> None:
    tenant = contents.filled()
    runner.execute(actions.uninstall(tenant, "news", by=PLATFORM).key)
    archive = tenant.archives.get()
    run = actions.purge(archive, by=PLATFORM)

    carry_out(run.key, point)

    assert runner.execute(run.key).state == "done"
    assert (tenant.archives.get().state, archive.folder.exists()) == ("purged", False)


@pytest.mark.slow
@pytest.mark.parametrize("point", points(plan.delete("")), ids=str)
def test_killed_deletion_is_finished_by_another(stage, clean_cache, point: Point) -> None:
    tenant = contents.filled()
    wanted, deletion = names(tenant), due(ask(tenant))
    run = deletions.begin(deletion, by=PLATFORM)

    carry_out(run.key, point)
    with suppress(RunBusy):  # killed after the last step: the run is gone, as it should be
        runner.execute(run.key)

    deletion.refresh_from_db()
    assert (deletion.state, deletion.figures["files"], Run.objects.filter(key=run.key).count()) == ("done", 2, 0)
    assert Tenant.objects.filter(pk=tenant.pk).count() == 0
    assert traces(wanted) == []


@pytest.mark.slow
@pytest.mark.parametrize("point", RESTORE, ids=str)
def test_killed_restore_is_finished_by_another(stage, superuser, point: Point) -> None:
    tenant = contents.filled()
    citizen, before = contents.had_deleted(tenant), contents.exact(tenant, superuser)
    contents.bring_back(tenant, citizen)
    runner.execute(backups.back_up(tenant, by=PLATFORM).key)
    with enter(tenancy(tenant)):
        Citizen.objects.all().delete()
    contents.uninstall(tenant)
    with enter(tenancy(tenant)):
        store(b"later", "image/png", owner="portal.emblem", is_private=False, name="lambang")
    later = contents.exact(tenant, superuser)
    run = backups.restore(tenant, tenant.backups.get(), by=PLATFORM)

    carry_out(run.key, point)
    between = contents.exact(tenant, superuser)
    finished = runner.execute(run.key)

    assert finished.state == "done", [step.problem for step in finished.steps.all()]
    after = contents.exact(tenant, superuser)
    assert contents.without_log(after) == contents.without_log(before)
    # Of files some may be there too early; and a citizen is there until she is deleted again.
    rows = {what for what in later if "/" not in what and what not in (*contents.LOG, "citizens_citizen")}
    assert {what: between.get(what) for what in rows} in (
        {what: later[what] for what in rows},
        {what: after.get(what) for what in rows},
    )
    folder = tenant.backups.last().folder.parent
    assert sorted(path.name for path in folder.iterdir()) == sorted(tenant.backups.values_list("key", flat=True))
    tenant.refresh_from_db()
    superuser.execute("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'coming'")
    assert (superuser.fetchone(), tenant.state) == ((0,), "ready")


@pytest.mark.slow
@pytest.mark.parametrize("point", points(plan.restore_beside("", "")), ids=str)
def test_killed_copying_is_finished_by_another(stage, superuser, point: Point) -> None:
    tenant = contents.filled()
    citizen, before = contents.had_deleted(tenant), contents.exact(tenant, superuser)
    contents.bring_back(tenant, citizen)
    runner.execute(backups.back_up(tenant, by=PLATFORM).key)
    with enter(tenancy(tenant)):
        Citizen.objects.all().delete()
    wanted = Identity(name="Salinan Kota Magelang", slug="tiruan-magelang", host="")
    run = copies.restore_beside(tenant, tenant.backups.get(), wanted, by=PLATFORM)

    carry_out(run.key, point)
    finished = runner.execute(run.key)

    assert finished.state == "done", [step.problem for step in finished.steps.all()]
    copy = tenant.copies.get()
    assert contents.without_log(contents.exact(copy, superuser)) == contents.without_log(before)
    assert (contents.exact(tenant, superuser), copy.state) == (before, "copy")
    superuser.execute("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'coming'")
    with enter(tenancy(copy)):
        restored = Entry.objects.filter(action="portal.restored").count()
    assert (superuser.fetchone(), restored) == ((0,), 1)


@pytest.mark.slow
@pytest.mark.parametrize("point", points(plan.import_archive("", "", "")), ids=str)
def test_killed_import_is_finished_by_another(stage, superuser, tmp_path, point: Point) -> None:
    tenant = contents.filled()
    before, path = contents.exact(tenant, superuser), leaving.leave(tenant, tmp_path / "magelang.zip")
    leaving.gone(tenant)
    run = imports.order(examine(path), by=PLATFORM)

    carry_out(run.key, point)
    between = contents.exact(run.tenant, superuser)
    finished = runner.execute(run.key)

    assert finished.state == "done", [step.problem for step in finished.steps.all()]
    assert contents.without_log(contents.exact(finished.tenant, superuser)) == contents.without_log(before)
    tables = {what for what in before if "/" not in what}  # of files some may be there too early
    assert (tables & between.keys()) in (set(), tables)
    with enter(tenancy(finished.tenant)):
        imported = Entry.objects.filter(action="portal.imported").count()
    finished.tenant.refresh_from_db()
    assert (finished.tenant.state, imported, path.exists()) == ("ready", 1, True)
