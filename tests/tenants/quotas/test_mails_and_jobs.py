"""Mails and jobs: counted by day, kept back at the limit, done when there is room again."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import connection
from django.utils import timezone

from tenants import mail
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs import doorbell, reconciler, worker
from tenants.jobs.models import Job
from tenants.quotas import actions, counting, queries
from tests.tenants.jobs.conftest import ask, leave_trace, state_of, task, traces
from tests.tenants.quotas.conftest import quota, row_of, set_quota

__all__ = ["task"]


@pytest.fixture(autouse=True)
def _limits_of_before(region):
    begin(region)  # whatever tests elsewhere had done
    yield
    begin(region)


def begin(region: Tenancy) -> None:
    counting.forget()
    for kind in ("mails", "jobs"):
        set_quota(region, kind, used=0, allowed=None, day=None)


def today(where: Tenancy):
    return queries.today(where.time_zone)


def write(where: Tenancy) -> str:
    with enter(where):
        mail.send("citra@example.org", subject="Laporan", template="quotas/warning.txt", name="Citra")
    return str(Job.objects.latest("id").key)


def fill(where: Tenancy, kind: str) -> None:
    set_quota(where, kind, used=5, allowed=5, day=today(where))
    counting.beat()


def test_mails_and_jobs_are_counted_on_the_region_s_day(region, task) -> None:
    task("test.trace", leave_trace)

    for key in (write(region), write(region), ask(region, "test.trace")):
        worker.run(key)
    counting.beat()

    counted = [(quota(region, kind).used, quota(region, kind).day) for kind in ("mails", "jobs")]
    assert counted == [(2, today(region)), (1, today(region))]


def test_a_job_of_the_platform_is_nobody_s(region, task) -> None:
    task("test.look", lambda: None)

    worker.run(ask(Place.PLATFORM, "test.look"))
    counting.beat()

    assert quota(region, "jobs").used == 0


def test_counting_costs_a_job_no_question(region, task, django_assert_num_queries) -> None:
    task("test.look", lambda: None)
    key = ask(region, "test.look")

    with django_assert_num_queries(8, connection=connection):
        worker.run(key)


def test_mail_over_the_limit_waits_and_is_sent_when_it_is_raised(region) -> None:
    fill(region, "mails")
    key = write(region)
    sent = len(outbox.outbox)

    worker.run(key)
    reconciler.reconcile()
    held = (state_of(key), len(outbox.outbox) - sent)
    actions.set_limit(row_of(region), "mails", 100)
    counting.beat()
    reconciler.reconcile()
    worker.run(key)

    assert (held, state_of(key), len(outbox.outbox) - sent) == (("parked", 0), "done", 1)


def test_mail_over_the_limit_is_sent_on_the_next_day(region) -> None:
    fill(region, "mails")
    key = write(region)
    worker.run(key)

    set_quota(region, "mails", day=today(region) - timedelta(days=1))
    counting.beat()
    reconciler.reconcile()
    worker.run(key)

    assert state_of(key) == "done"


def test_job_over_the_limit_waits_and_is_done_afterwards(region, task) -> None:
    task("test.trace", leave_trace)
    fill(region, "jobs")
    key = ask(region, "test.trace")

    worker.run(key)
    held = (state_of(key), traces(region))
    actions.set_limit(row_of(region), "jobs", None)
    counting.beat()
    reconciler.reconcile()
    worker.run(key)

    assert (held, state_of(key), traces(region)) == (("parked", 0), "done", 1)


def test_link_to_log_in_with_is_sent_at_any_limit(region) -> None:
    fill(region, "mails")
    key = ask(region, "mail.deliver", to="sari@example.org", subject="Kata sandi", text="Isi")

    worker.run(key)

    assert state_of(key) == "done"


def test_limit_of_one_region_holds_no_other_back(region, jayapura_committed) -> None:
    fill(region, "mails")
    key = write(jayapura_committed)

    worker.run(key)

    assert state_of(key) == "done"


def test_redis_away_loses_nothing_and_refuses_nothing(region, settings, tmp_path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody-listens.sock"
    doorbell.broker.cache_clear()
    try:
        fill(region, "mails")
        key = write(region)
        worker.run(key)
        held = state_of(key)
        actions.set_limit(row_of(region), "mails", 100)
        counting.beat()
        reconciler.reconcile()
        worker.run(key)
    finally:
        doorbell.broker.cache_clear()

    with enter(region):
        assert actions.take_room(1)
    assert (held, state_of(key)) == ("parked", "done")


def test_late_count_of_yesterday_changes_nothing(region) -> None:
    set_quota(region, "jobs", used=3, day=today(region))

    actions.count(region.role, "jobs", 9, today(region) - timedelta(days=1))

    assert (quota(region, "jobs").used, quota(region, "jobs").day) == (3, today(region))


def test_count_of_a_new_day_begins_anew(region) -> None:
    set_quota(region, "jobs", used=3, day=timezone.localdate() - timedelta(days=2))

    actions.count(region.role, "jobs", 9, today(region))

    assert quota(region, "jobs").used == 9
