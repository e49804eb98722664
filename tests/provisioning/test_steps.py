"""Steps look at the world, may be done again, and leave nothing half."""

import pytest
from django.db import DatabaseError, connection, connections

from kernel.audit.models import Entry
from provisioning import heads, plan, queries, structure
from provisioning.errors import StepFailed
from provisioning.step import Step
from provisioning.steps.apply_structure import ApplyStructure
from provisioning.steps.attach_domain import AttachDomain
from provisioning.steps.change_time_zone import ChangeTimeZone
from provisioning.steps.drop_files import DropFiles
from provisioning.steps.go_live import GoLive
from provisioning.steps.open_again import OpenAgain
from tenants.isolation.current import enter
from tenants.registry.models import Domain, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning.conftest import order


def looked(step: Step, tenant: Tenant) -> bool:
    tenant.refresh_from_db()
    return queries._looks_done(step, tenant)


def test_each_step_is_done_after_it_and_may_be_done_again(stage) -> None:
    run = order(administrator_email="sari@example.org", with_sample=True)
    tenant, seen = run.tenant, {}

    for row in run.steps.all():
        step = queries.step_of(row)
        before = looked(step, tenant)
        step.do(tenant)
        after = looked(step, tenant)
        step.do(tenant)
        seen[f"{row.kind} {step.detail}".strip()] = (before, after, looked(step, tenant))

    assert {name: looks for name, looks in seen.items() if looks != (False, True, True)} == {
        "LeaveOut complaints, news": (True, True, True),  # nothing is there but in a spare
        "Probe": (False, False, False),
    }


def test_done_steps_stay_done_when_later_ones_are(stage) -> None:
    run = order()
    steps = [queries.step_of(row) for row in run.steps.all()]
    for step in steps:
        step.do(run.tenant)

    assert [step.kind for step in steps if not looked(step, run.tenant)] == ["Probe"]


def test_plan_is_shown_of_a_tenant_of_which_nothing_is_there_yet(stage) -> None:
    tenant = order().tenant

    seen = queries.look(tenant, plan.structure(["services"]))

    assert {preview.is_done for preview in seen} == {False}


def test_files_of_a_tenant_that_stored_none_are_dropped(settings, tmp_path) -> None:
    settings.BACKUPS_ROOT = settings.FILES_ROOT = tmp_path
    tenant, step = Tenant(key="tanpaberkas"), DropFiles()
    heads.path_of(tenant.key).parent.mkdir()
    heads.path_of(tenant.key).write_text("a head")

    was_done = step.is_done(tenant)
    step.do(tenant)

    assert (was_done, step.is_done(tenant)) == (False, True)


def test_structure_that_fails_half_way_leaves_no_table(stage, monkeypatch) -> None:
    run = order()
    for row in run.steps.all()[:2]:
        queries.step_of(row).do(run.tenant)
    script = structure.script("core")
    monkeypatch.setattr(structure, "script", lambda part: f"{script}\nSELECT 1/0;")

    with pytest.raises(DatabaseError):
        ApplyStructure("core").do(run.tenant)

    assert tables(run.tenant) == 0
    monkeypatch.undo()
    ApplyStructure("core").do(run.tenant)
    assert ApplyStructure("core").is_done(run.tenant)


def tables(tenant: Tenant) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [tenant.schema_name])
        return cursor.fetchone()[0]


def test_baseline_that_fails_half_way_leaves_no_row(stage, monkeypatch) -> None:
    from app_modules.news import provision

    run = order(modules=("news",))
    steps = {f"{row.kind} {queries.step_of(row).detail}": queries.step_of(row) for row in run.steps.all()}
    wanted = list(steps)
    for name in wanted[: wanted.index("LoadBaseline news")]:
        steps[name].do(run.tenant)
    real = provision.baseline
    monkeypatch.setattr(provision, "baseline", lambda by: real(by) or 1 / 0)

    with pytest.raises(ZeroDivisionError):
        steps["LoadBaseline news"].do(run.tenant)

    assert not steps["LoadBaseline news"].is_done(run.tenant)
    assert rows(run.tenant, "news_category") == 0


def rows(tenant: Tenant, table: str) -> int:
    with enter(tenancy(tenant)), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_domain_of_another_region_is_not_attached(makassar, jayapura, on_platform) -> None:
    tenant = Tenant.objects.get(pk=jayapura.id)

    with pytest.raises(StepFailed):
        AttachDomain(makassar.domain).do(tenant)

    assert Domain.objects.get(domain=makassar.domain).tenant_id == makassar.id


@pytest.mark.parametrize(
    ("step", "act"), [(OpenAgain(), "portal.open_again"), (ChangeTimeZone("Asia/Jayapura"), "portal.time_zone")]
)
def test_step_of_a_tenant_s_life_is_written_down_once(makassar, on_platform, step, act) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state=Tenant.State.SUSPENDED)
    tenant = Tenant.objects.get(pk=makassar.id)
    before = step.is_done(tenant)

    for _time in range(2):
        step.do(tenant)

    with enter(makassar):
        lines = Entry.objects.filter(action=act).count()
    assert (before, step.is_done(tenant), lines) == (False, True, 1)


def test_portal_that_is_not_suspended_is_not_opened_again(makassar, on_platform) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state=Tenant.State.READY)

    with pytest.raises(StepFailed):
        OpenAgain().do(Tenant.objects.get(pk=makassar.id))


def test_suspended_region_does_not_go_live(makassar, on_platform) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state=Tenant.State.SUSPENDED)

    with pytest.raises(StepFailed):
        GoLive().do(Tenant.objects.get(pk=makassar.id))
