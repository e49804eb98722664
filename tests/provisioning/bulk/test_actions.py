"""A change of many portals is done as planned, portal by portal, and once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from app_modules.news.actions import articles
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from provisioning import actions, runner, tasks
from provisioning.bulk import actions as bulk
from provisioning.errors import OrderRefused
from provisioning.models import Archive, Batch, Run
from provisioning.steps.drop_module import DropModule
from provisioning.steps.probe import Probe
from tenants.customization.models import Value
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning import contents
from tests.provisioning.bulk.conftest import RANI, outcomes, plan, verdicts, work
from tests.provisioning.conftest import order

MAKASSAR, JAYAPURA = "Kota Makassar", "Kota Jayapura"


def tenant_of(name: str) -> Tenant:
    return Tenant.objects.get(name=name)


def is_on(name: str, module: str = "news") -> bool:
    return InstalledModule.objects.filter(tenant__name=name, module=module, is_enabled=True).exists()


def ordered(*wanted: object, **more: object) -> Batch:
    return bulk.start(plan(*wanted, **more), by=RANI)


def done(*wanted: object, **more: object) -> Batch:
    batch = ordered(*wanted, **more)
    work()
    return batch


def own(name: str, key: str) -> object:
    with enter(tenancy(tenant_of(name))):
        return Value.objects.filter(key=key).values_list("value", flat=True).first()


def test_plan_changes_nothing(on_platform) -> None:
    batch = plan("disable", "news")
    work()

    assert (is_on(MAKASSAR), batch.state, Job.objects.filter(name="provisioning.change").count()) == (
        True,
        "planned",
        0,
    )


def test_modules_are_switched_and_everybody_s_history_says_by_whom(on_platform) -> None:
    batch = done("disable", "news")

    assert (is_on(MAKASSAR), is_on(JAYAPURA)) == (False, False)
    assert outcomes(batch) == {MAKASSAR: "done", JAYAPURA: "done"}
    line = Entry.objects.get(action="provisioning.bulk")
    assert (line.actor.name, line.subject_key, line.after["portals"]) == ("Rani", batch.key, 2)
    for name in (MAKASSAR, JAYAPURA):
        with enter(tenancy(tenant_of(name))):
            said = Entry.objects.get(action="provisioning.disable")
            assert (said.actor.name, said.after) == ("Rani", {"module": "news"})


def test_module_is_enabled(on_platform) -> None:
    actions.switch(tenant_of(MAKASSAR), "news", on=False, by=PLATFORM)

    batch = done("enable", "news")

    assert (is_on(MAKASSAR), outcomes(batch)) == (True, {MAKASSAR: "done", JAYAPURA: "skipped"})


def test_value_is_set_in_each_region(on_platform) -> None:
    batch = done("set", "news.articles_per_page", 20)

    assert [own(name, "news.articles_per_page") for name in (MAKASSAR, JAYAPURA)] == [20, 20]
    with enter(tenancy(tenant_of(MAKASSAR))):
        assert Entry.objects.get(action="customization.setting").actor.name == "Rani"
    assert set(outcomes(batch).values()) == {"done"}


def test_module_is_installed_by_a_run_of_each_portal(stage) -> None:
    tenant = runner.execute(order().key).tenant

    batch = done("install", "news", places=[tenant])
    line = batch.lines.get()
    waiting = line.outcome
    runner.execute(line.run.key)

    assert (waiting, outcomes(batch)) == ("waiting", {"Kota Magelang": "done"})
    assert is_on("Kota Magelang")
    with enter(tenancy(tenant)):
        assert Entry.objects.get(action="provisioning.install").actor.name == "Rani"


def test_module_that_is_installed_but_off_is_only_enabled(on_platform) -> None:
    actions.switch(tenant_of(MAKASSAR), "news", on=False, by=PLATFORM)
    before = Run.objects.count()

    batch = done("install", "news")

    assert (is_on(MAKASSAR), outcomes(batch)[MAKASSAR], Run.objects.count()) == (True, "done", before)


def test_portal_that_came_later_is_not_touched(on_platform) -> None:
    batch = plan("disable", "news", places=[tenant_of(JAYAPURA)])

    bulk.start(batch, by=RANI)
    work()

    assert (outcomes(batch), is_on(MAKASSAR)) == ({JAYAPURA: "done"}, True)


def test_portal_that_was_suspended_meanwhile_is_named_and_not_changed(on_platform) -> None:
    batch = ordered("disable", "news")
    Tenant.objects.filter(name=MAKASSAR).update(state="suspended")

    work()

    assert outcomes(batch) == {MAKASSAR: "changed", JAYAPURA: "done"}
    assert (is_on(MAKASSAR), batch.lines.get(tenant__name=MAKASSAR).found) == (True, "suspended")


def test_setting_that_was_changed_meanwhile_stays(makassar, as_sari, on_platform) -> None:
    batch = ordered("set", "news.articles_per_page", 20)
    with enter(makassar):
        bulk.customization.change(Value.Kind.SETTING, {"news.articles_per_page": 7}, by=as_sari)

    work()

    assert (outcomes(batch)[MAKASSAR], own(MAKASSAR, "news.articles_per_page")) == ("changed", 7)


def test_portal_that_is_so_meanwhile_needs_nothing(on_platform) -> None:
    batch = ordered("disable", "news")
    actions.switch(tenant_of(MAKASSAR), "news", on=False, by=PLATFORM)

    work()

    assert outcomes(batch) == {MAKASSAR: "not_needed", JAYAPURA: "done"}


def test_portal_that_fails_stops_no_other_and_is_tried_again_alone(on_platform, monkeypatch) -> None:
    batch, real = ordered("set", "portal.hours", "08.00–16.00"), bulk.customization.change

    def fail_once(kind, new, *, by):
        monkeypatch.setattr(bulk.customization, "change", real)
        real(kind, new, by=by)
        raise OrderRefused("Diska penuh.", field="")

    monkeypatch.setattr(bulk.customization, "change", fail_once)
    work()
    first = outcomes(batch)
    line = next(line for line in batch.lines.all() if line.outcome == "failed")
    half = own(line.tenant.name, "hours")
    tried = bulk.retry(batch, by=RANI)
    work()

    assert (sorted(first.values()), line.problem, half) == (["done", "failed"], "Diska penuh.", None)
    assert (tried, set(outcomes(batch).values())) == (1, {"done"})
    assert own(line.tenant.name, "hours") == "08.00–16.00"
    assert (bulk.retry(batch, by=RANI), Entry.objects.filter(action="provisioning.retry_bulk").count()) == (0, 1)


def test_error_that_nobody_foresaw_is_recorded_without_its_values(on_platform, monkeypatch) -> None:
    monkeypatch.setattr(bulk.actions, "switch", lambda *_given, **_more: 1 / 0)

    batch = done("disable", "news", places=[tenant_of(MAKASSAR)])

    assert (outcomes(batch), "ZeroDivisionError" in batch.lines.get().problem) == ({MAKASSAR: "failed"}, True)


def test_run_that_stopped_goes_on(stage, monkeypatch) -> None:
    tenant = runner.execute(order().key).tenant
    batch = done("install", "news", places=[tenant])
    run = batch.lines.get().run
    with monkeypatch.context() as broken:
        broken.setattr(Probe, "do", lambda self, tenant: 1 / 0)
        runner.execute(run.key)
    stopped = outcomes(batch)

    bulk.retry(batch, by=RANI)
    runner.execute(run.key)

    assert (stopped, outcomes(batch)) == ({"Kota Magelang": "failed"}, {"Kota Magelang": "done"})


def test_run_waits_while_its_portal_is_worked_on(on_platform) -> None:
    tenant = tenant_of(MAKASSAR)
    InstalledModule.objects.filter(tenant=tenant, module="news").delete()
    batch = done("install", "news", places=[tenant])
    Run.objects.filter(pk=batch.lines.get().run.pk).update(state="failed")
    actions.go_live(tenant, by=PLATFORM)

    bulk.retry(batch, by=RANI)

    assert outcomes(batch) == {MAKASSAR: "failed"}


def test_batch_started_twice_has_one_effect(on_platform) -> None:
    batch = plan("disable", "news")

    for _click in range(2):
        bulk.start(batch, by=RANI)
    work()
    for line in batch.lines.all():
        tasks.change(line.key)

    assert Job.objects.filter(name="provisioning.change").count() == 2
    assert Entry.objects.filter(action="provisioning.bulk").count() == 1
    assert Entry.objects.filter(action="provisioning.disable").count() == 2


def test_plan_in_which_nothing_changes_is_not_started(on_platform) -> None:
    assert (ordered("enable", "news").state, Job.objects.filter(name="provisioning.change").count()) == ("planned", 0)


@pytest.mark.parametrize("verb", ["disable", "set"])
def test_opposite_brings_back_what_was(on_platform, verb) -> None:
    target, value = {"disable": ("news", None), "set": ("news.articles_per_page", 20)}[verb]
    first = done(verb, target, value)

    back = bulk.opposite(first, by=RANI)
    bulk.start(back, by=RANI)
    work()

    assert (is_on(MAKASSAR), own(MAKASSAR, "news.articles_per_page")) == (True, None)
    assert set(outcomes(back).values()) == {"done"}


def installed(*modules: str) -> Batch:
    """Return a batch that has installed the news in a region with these modules."""
    tenant = runner.execute(order(modules=modules).key).tenant
    batch = done("install", "news", places=[tenant])
    if run := batch.lines.get().run:
        runner.execute(run.key)
    return batch


def write_article(name: str = "Kota Magelang") -> None:
    with enter(tenancy(tenant_of(name))):
        articles.write(contents.content(), by=PLATFORM)


def carried_out(batch: Batch) -> str:
    """Start a batch of one portal, let its run end, and return how it ended."""
    bulk.start(batch, by=RANI)
    work()
    runner.execute(batch.lines.get().run.key)
    return outcomes(batch)["Kota Magelang"]


def test_opposite_of_installing_uninstalls_with_all_that_came_since(stage) -> None:
    batch = installed("services")
    write_article()

    back = bulk.opposite(batch, by=RANI)
    write_article()
    planned, outcome = back.lines.get(), carried_out(back)

    tenant, archive = tenant_of("Kota Magelang"), Archive.objects.get(tenant__name="Kota Magelang")
    assert (planned.before, planned.after) == ("on", "absent")
    assert (planned.holds["files"], planned.holds["rows"] > 0) == (1, True)
    assert (outcome, archive.state, archive.files) == ("done", "kept", 2)
    assert list(tenant.installed_modules.values_list("module", flat=True)) == ["services"]
    with enter(tenancy(tenant)):
        assert Entry.objects.get(action="provisioning.uninstall").actor.name == "Rani"
    assert runner.execute(actions.undo(tenant, "news", by=RANI).key).state == "done"


def test_opposite_of_installing_only_disables_what_was_there_before(on_platform) -> None:
    actions.switch(tenant_of(MAKASSAR), "news", on=False, by=PLATFORM)

    back = bulk.opposite(done("install", "news"), by=RANI)
    bulk.start(back, by=RANI)
    work()

    line = back.lines.get()
    assert (line.outcome, line.after, line.holds, is_on(MAKASSAR)) == ("done", "off", None, False)
    assert InstalledModule.objects.filter(tenant__name=MAKASSAR, module="news").exists()


def test_what_was_uninstalled_is_not_installed_anew_by_an_opposite(on_platform) -> None:
    with pytest.raises(OrderRefused, match="page of each region"):
        bulk.opposite(plan("uninstall", "news", "absent"), by=RANI)


def test_uninstalling_that_stopped_archives_anew(stage, monkeypatch) -> None:
    back = bulk.opposite(installed("services"), by=RANI)
    with monkeypatch.context() as broken:
        broken.setattr(DropModule, "do", lambda self, tenant: 1 / 0)
        stopped = carried_out(back)
    write_article()

    bulk.retry(back, by=RANI)
    runner.execute(back.lines.get().run.key)

    assert (stopped, outcomes(back)) == ("failed", {"Kota Magelang": "done"})
    assert Archive.objects.get(tenant__name="Kota Magelang").files == 1


def test_uninstalling_that_stopped_after_the_module_was_gone_goes_on(stage, monkeypatch) -> None:
    back = bulk.opposite(installed("services"), by=RANI)
    with monkeypatch.context() as broken:
        broken.setattr(Probe, "do", lambda self, tenant: 1 / 0)
        stopped = carried_out(back)
    run = back.lines.get().run

    bulk.retry(back, by=RANI)

    assert (stopped, back.lines.get().run) == ("failed", run)
    assert (runner.execute(run.key).state, outcomes(back)) == ("done", {"Kota Magelang": "done"})


def test_opposite_leaves_what_was_not_changed(on_platform) -> None:
    actions.switch(tenant_of(MAKASSAR), "news", on=False, by=PLATFORM)

    back = bulk.opposite(done("disable", "news"), by=RANI)

    assert verdicts(back) == {JAYAPURA: ("", "off")}
    with pytest.raises(OrderRefused):
        bulk.opposite(back, by=RANI)


def test_two_workers_do_a_line_once(stage) -> None:
    tenant = runner.execute(order().key).tenant
    key = ordered("disable", "services", places=[tenant]).lines.get().key
    together = Barrier(2)

    def race(_: int) -> str:
        try:
            with enter(Place.PLATFORM):
                together.wait(10)
                return bulk.carry_out(key).state
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        states = set(threads.map(race, range(2)))

    with enter(tenancy(tenant)):
        assert (states, Entry.objects.filter(action="provisioning.disable").count()) == ({"done"}, 1)
    Batch.objects.all().delete()
