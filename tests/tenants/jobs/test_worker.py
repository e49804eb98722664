"""Carry out jobs: once, whole or not at all, where they belong."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from tenants.isolation.current import Place, enter, place
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant
from tests.tenants.jobs.conftest import ask, leave_trace, make_due, state_of, traces


def fail(**payload: object) -> None:
    leave_trace()
    raise ValueError("half done")


def test_job_runs_in_the_tenant_that_asked(region, task) -> None:
    seen = []
    task("test.look", lambda **payload: seen.append((place(), payload)))
    key = ask(region, "test.look", number=7)

    worker.run(key)

    assert seen == [(region, {"number": 7})]
    assert state_of(key) == "done"


def test_job_of_the_platform_runs_there(region, task) -> None:
    seen = []
    task("test.look", lambda: seen.append(place()))

    worker.run(ask(Place.PLATFORM, "test.look"))

    assert seen == [Place.PLATFORM]


def test_worker_is_nobody_afterwards(region, task) -> None:
    task("test.trace", leave_trace)

    with enter(Place.NOBODY):
        with enter(Place.PLATFORM):
            key = ask(region, "test.trace")
        worker.run(key)

        assert place() is Place.NOBODY


def test_job_that_is_done_does_not_run_again(region, task) -> None:
    task("test.trace", leave_trace)
    key = ask(region, "test.trace")

    worker.run(key)
    worker.run(key)

    assert traces(region) == 1


def test_racing_workers_run_it_once(region, task) -> None:
    task("test.trace", leave_trace)
    keys = [ask(region, "test.trace", number=number) for number in range(10)]
    together = Barrier(2)

    def race(_: int) -> None:
        try:
            for key in keys:
                together.wait(10)
                worker.run(key)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(race, range(2)))

    assert (traces(region), {state_of(key) for key in keys}) == (10, {"done"})


def test_failed_atomic_job_leaves_nothing_half(region, task) -> None:
    task("test.fail", fail)
    key = ask(region, "test.fail")

    worker.run(key)

    assert (traces(region), state_of(key)) == (0, "waiting")
    assert Job.objects.get(key=key).error.endswith('raise ValueError("half done")\nValueError\n')


def test_failed_job_that_talks_to_others_keeps_what_it_wrote(region, task) -> None:
    task("test.fail", fail, is_atomic=False)
    key = ask(region, "test.fail")

    worker.run(key)

    assert (traces(region), state_of(key)) == (1, "waiting")


def read_what_is_not_there() -> None:
    leave_trace()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM table_of_the_next_release")


def test_job_of_a_tenant_that_is_behind_waits_quietly_for_its_tables(region, task, caplog) -> None:
    task("test.early", read_what_is_not_there)
    key = ask(region, "test.early")

    worker.run(key)

    job = Job.objects.get(key=key)
    assert (job.state, job.attempts, job.error, traces(region)) == ("waiting", 0, "", 0)
    assert [line.levelname for line in caplog.records if line.name == worker.__name__] == ["INFO"]


def test_job_that_still_lacks_its_tables_after_an_hour_fails(region, task) -> None:
    task("test.early", read_what_is_not_there)
    key = ask(region, "test.early")
    Job.objects.filter(key=key).update(created_at=F("created_at") - worker.BEHIND_FOR)

    worker.run(key)

    job = Job.objects.get(key=key)
    assert (job.attempts, "table_of_the_next_release" in job.error) == (1, True)


def test_failing_job_waits_longer_each_time(region, task) -> None:
    task("test.fail", fail)
    key = ask(region, "test.fail")

    for attempt in range(1, worker.MAX_ATTEMPTS + 1):
        before = timezone.now()
        worker.run(key)
        job, wait = Job.objects.get(key=key), timedelta(seconds=2**attempt)
        assert before + wait <= job.due_at <= timezone.now() + wait
        make_due(key)

    assert (job.state, job.attempts) == ("failed", 8)


def test_job_is_not_run_before_it_is_due(region, task) -> None:
    task("test.trace", leave_trace)

    worker.run(ask(region, "test.trace", due_at=timezone.now() + timedelta(hours=1)))

    assert traces(region) == 0


def test_job_without_code_fails_with_its_name(region) -> None:
    key = ask(region, "test.unheard_of")

    worker.run(key)

    assert Job.objects.get(key=key).error.endswith("\nUnknownJob\n")


@pytest.mark.parametrize("state", ["suspended", "archived", "registered"])
def test_job_of_a_tenant_that_does_not_run_is_parked(region, task, state) -> None:
    task("test.trace", leave_trace)
    key = ask(region, "test.trace")
    Tenant.objects.filter(pk=region.id).update(state=state)

    try:
        worker.run(key)
        parked = state_of(key)
    finally:
        Tenant.objects.filter(pk=region.id).update(state="live")

    assert (parked, traces(region)) == ("parked", 0)


def test_job_of_a_tenant_that_is_gone_is_parked(region, task) -> None:
    task("test.trace", leave_trace)
    key = ask(region, "test.trace")
    Job.objects.filter(key=key).update(tenant_role="somebody_else")

    worker.run(key)

    assert state_of(key) == "parked"


def test_job_of_a_module_that_is_off_is_parked(region, task) -> None:
    task("services.trace", leave_trace)
    key = ask(region, "services.trace")
    switch(region, on=False)

    try:
        worker.run(key)
        parked = state_of(key)
    finally:
        switch(region, on=True)

    assert (parked, traces(region)) == ("parked", 0)


def test_parked_job_runs_when_the_module_is_on_again(region, task) -> None:
    task("services.trace", leave_trace)
    key = ask(region, "services.trace")
    switch(region, on=False)
    worker.run(key)
    still = worker.unpark()
    switch(region, on=True)

    freed = worker.unpark()
    worker.run(key)

    assert (still, freed, traces(region)) == (0, 1, 1)
    assert Job.objects.get(key=key).attempts == 1


def switch(where, *, on: bool) -> None:
    InstalledModule.objects.filter(tenant=where.id, module="services").update(is_enabled=on)


def test_worker_that_lost_its_lease_leaves_nothing(region, task) -> None:
    def be_overtaken() -> None:
        leave_trace()
        with enter(Place.PLATFORM):
            Job.objects.update(attempts=F("attempts") + 1)

    task("test.slow", be_overtaken)
    key = ask(region, "test.slow")

    worker.run(key)

    assert (traces(region), state_of(key)) == (0, "running")


def test_lease_is_extended_while_the_job_runs(region, task) -> None:
    ends = []

    def beat() -> None:
        with enter(Place.PLATFORM):
            ends.append(Job.objects.get().leased_until)
            worker.extend()
            ends.append(Job.objects.get().leased_until)

    task("test.long", beat, is_atomic=False)

    worker.run(ask(region, "test.long"))

    assert ends[0] < ends[1]
