"""A job is a row of the actor's own transaction; the bell rings when it commits."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kernel.accounts.models import Unit
from tenants.isolation.current import Place, enter
from tenants.isolation.errors import NoPlace
from tenants.jobs import doorbell
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tests.tenants.jobs.conftest import TRACE, traces


def rings() -> int:
    broker = doorbell.broker()
    return int(broker.client.llen(f"{broker.namespace}:{doorbell.QUEUE}"))


class Undo(Exception):
    pass


def act(*, fail: bool = False) -> None:
    with transaction.atomic():
        Unit.objects.create(name=f"{TRACE} a")
        enqueue("test.later", unit="a")
        if fail:
            raise Undo


def test_job_is_committed_with_the_action(region) -> None:
    with enter(region):
        act()

    job = Job.objects.get()
    assert (job.name, job.payload, job.tenant_role, job.state) == ("test.later", {"unit": "a"}, region.role, "waiting")


def test_what_is_no_number_is_no_request(region) -> None:
    with enter(region), pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("INSERT INTO public.job (key, name, request) VALUES ('testjob', 'test.later', 'Kenari')")


def test_action_that_is_rolled_back_asks_for_nothing(region) -> None:
    with enter(region), pytest.raises(Undo):
        act(fail=True)

    assert (Job.objects.count(), rings()) == (0, 0)


def test_bell_rings_after_the_commit(region) -> None:
    with enter(region), transaction.atomic():
        enqueue("test.later")
        before = rings()

    assert (before, rings()) == (0, 1)


def test_later_job_does_not_ring(region) -> None:
    with enter(region):
        enqueue("test.later", due_at=timezone.now() + timedelta(hours=1))

    assert (Job.objects.count(), rings()) == (1, 0)


def test_platform_puts_jobs_in_too(region) -> None:
    with enter(Place.PLATFORM):
        enqueue("test.later")

    assert Job.objects.get().tenant_role == f"{connection.settings_dict['NAME']}_platform"


def test_nobody_asks_for_nothing(region) -> None:
    with enter(Place.NOBODY), pytest.raises(NoPlace):
        enqueue("test.later")


def test_payload_keeps_dates_as_text(region) -> None:
    with enter(region):
        enqueue("test.later", on=timezone.now().date())

    assert Job.objects.get().payload == {"on": str(timezone.now().date())}


def test_redis_away_loses_nothing(region, settings, tmp_path) -> None:
    settings.REDIS_URL = f"unix://{tmp_path}/nobody-listens.sock"
    doorbell.broker.cache_clear()
    try:
        with enter(region):
            act()

        assert (Job.objects.get().state, traces(region)) == ("waiting", 1)
    finally:
        doorbell.broker.cache_clear()
