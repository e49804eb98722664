"""What nobody rang for, what a dead worker held, what repeats."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tenants.isolation.current import Place
from tenants.jobs import doorbell, reconciler, tasks, worker
from tenants.jobs.models import Job, platform_role
from tenants.registry.models import InstalledModule, Tenant
from tests.tenants.jobs.conftest import ask, leave_trace, state_of, traces

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _nothing_planned(region, monkeypatch):
    monkeypatch.setattr(worker, "LEASE", timedelta(hours=1))  # which ends when a test says so
    reconciler._planned.clear()
    yield
    reconciler._planned.clear()


def expire(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE job SET leased_until = now() - interval '1 second' WHERE key = %s", [key])


def test_waiting_job_is_rung_for(region) -> None:
    ask(region, "test.trace")
    doorbell.broker().flush(doorbell.QUEUE)

    assert reconciler.reconcile() == 1

    assert doorbell.broker().client.llen(f"{doorbell.broker().namespace}:{doorbell.QUEUE}") == 1


def test_what_a_dead_worker_held_is_free_when_its_lease_ends(region, task) -> None:
    task("test.trace", leave_trace)
    key = ask(region, "test.trace")
    worker.lease(key)
    held = (reconciler.reconcile(), worker.lease(key))

    expire(key)
    rung = reconciler.reconcile()
    worker.run(key)

    assert (held, rung) == ((0, None), 1)
    assert (state_of(key), traces(region)) == ("done", 1)


def test_what_a_dead_worker_held_is_rung_for_every_second_and_nothing_else(region) -> None:
    held = ask(region, "test.trace")
    ask(region, "test.trace")
    worker.lease(held)
    while_held = reconciler.take_over()

    expire(held)

    assert (while_held, reconciler.take_over()) == (0, 1)


def test_parked_job_is_freed(region) -> None:
    key = ask(region, "test.trace")
    Job.objects.filter(key=key).update(state=Job.State.PARKED)

    reconciler.reconcile()

    assert state_of(key) == "waiting"


def planned(name: str) -> list[str]:
    return sorted(Job.objects.filter(name=name).values_list("tenant_role", flat=True))


def test_repeated_job_is_written_once_a_slot(region, task) -> None:
    task("test.hourly", leave_trace, every=timedelta(hours=1))

    for minutes in (0, 20, 59):
        reconciler.plan(MORNING + timedelta(minutes=minutes))

    assert len(planned("test.hourly")) == Tenant.objects.filter(state="live").count()


def test_repeated_job_is_written_again_in_the_next_slot(region, task) -> None:
    task("test.hourly", leave_trace, every=timedelta(hours=1), on_platform=True)

    for hours in (0, 1):
        reconciler.plan(MORNING + timedelta(hours=hours))

    assert len(planned("test.hourly")) == 2


def test_repeated_job_is_written_once_across_processes(region, task) -> None:
    task("test.hourly", leave_trace, every=timedelta(hours=1), on_platform=True)

    for _process in range(3):
        reconciler._planned.clear()
        reconciler.plan(MORNING)

    assert planned("test.hourly") == [platform_role()]


def test_repeated_job_is_not_for_who_has_the_module_off(region, task) -> None:
    task("services.hourly", leave_trace, every=timedelta(hours=1))
    switch = InstalledModule.objects.filter(tenant=region.id, module="services")
    switch.update(is_enabled=False)

    try:
        reconciler.plan(MORNING)
    finally:
        switch.update(is_enabled=True)

    assert region.role not in planned("services.hourly")
    assert planned("services.hourly") != []


def test_repeated_job_is_not_for_suspended_tenants(region, task) -> None:
    task("test.hourly", leave_trace, every=timedelta(hours=1))
    Tenant.objects.filter(pk=region.id).update(state="suspended")

    try:
        reconciler.plan(MORNING)
    finally:
        Tenant.objects.filter(pk=region.id).update(state="live")

    assert region.role not in planned("test.hourly")


def test_platform_job_is_not_for_tenants(region, task) -> None:
    task("test.once", leave_trace, every=timedelta(hours=1), on_platform=True)

    reconciler.plan(MORNING)

    assert planned("test.once") == [platform_role()]
    assert ask(Place.PLATFORM, "test.other")


def test_beat_that_fails_is_written_down_and_the_next_ones_come(region, monkeypatch, caplog) -> None:
    thread, faults = reconciler.Reconciler(), [OperationalError("planted"), ValueError("planted"), None]

    def beat() -> None:
        if not faults:
            thread.stop()
        elif fault := faults.pop(0):
            raise fault

    monkeypatch.setattr(reconciler, "BEAT", 0)
    monkeypatch.setattr("tenants.quotas.counting.beat", beat)
    key = ask(region, "test.trace")
    Job.objects.filter(key=key).update(state=Job.State.PARKED)

    thread.run()

    assert caplog.messages == ["The reconciler waits: Postgres does not answer.", "A beat of the reconciler failed."]
    assert state_of(key) == "waiting"


def test_done_jobs_are_forgotten_after_a_week(region) -> None:
    states = [(Job.State.DONE, 8), (Job.State.DONE, 6), (Job.State.FAILED, 8)]
    for state, days in states:
        ended = timezone.now() - timedelta(days=days)
        Job.objects.create(tenant_role=region.role, name="test.x", state=state, finished_at=ended, payload={})

    tasks.forget_done()

    assert set(Job.objects.values_list("state", flat=True)) == {"done", "failed"}
    assert Job.objects.count() == 2


def test_failed_jobs_are_forgotten_after_a_month_with_whom_they_were_for(region) -> None:
    for days in (31, 29):
        ended = timezone.now() - timedelta(days=days)
        Job.objects.create(tenant_role=region.role, name="test.x", state=Job.State.FAILED, due_at=ended, payload={})

    tasks.forget_done()

    assert Job.objects.count() == 1


def test_page_of_many_jobs_waits_once_for_a_redis_that_is_away(settings, caplog) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    doorbell.broker.cache_clear()
    try:
        for _job in range(3):
            doorbell.ring("key", "role")
    finally:
        doorbell.broker.cache_clear()

    assert caplog.messages == ["The job waits for the reconciler: Redis does not answer."]
