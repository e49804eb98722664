"""One region's queue leaves threads to the others."""

import pytest

from tenants.isolation.crowd import Crowd
from tenants.jobs import actors, doorbell
from tests.tenants.jobs.conftest import ask, leave_trace, state_of, traces


def rung() -> list[str]:
    broker = doorbell.broker()
    return [broker.client.hget(f"{broker.namespace}:{doorbell.QUEUE}.msgs", each) for each in _waiting(broker)]


def _waiting(broker) -> list[bytes]:
    return broker.client.lrange(f"{broker.namespace}:{doorbell.QUEUE}", 0, -1)


@pytest.fixture
def one_thread_each(monkeypatch) -> Crowd:
    crowd = Crowd(1)
    monkeypatch.setattr(actors, "_crowd", crowd)
    actors._passed_over.clear()
    return crowd


def test_job_over_the_limit_waits(region, task, one_thread_each) -> None:
    task("test.trace", leave_trace)
    key = ask(region, "test.trace")

    with one_thread_each.entered(region.role):
        actors.answer(key, region.role)

    assert (state_of(key), traces(region)) == ("waiting", 0)


def test_job_of_another_role_runs_meanwhile(region, task, one_thread_each) -> None:
    task("test.trace", leave_trace)
    key = ask(region, "test.trace")

    with one_thread_each.entered("another"):
        actors.answer(key, region.role)

    assert (state_of(key), traces(region)) == ("done", 1)


def test_job_that_was_passed_over_is_rung_for_when_one_ends(region, task, one_thread_each) -> None:
    task("test.trace", leave_trace)
    first, second = ask(region, "test.trace"), ask(region, "test.trace")
    with one_thread_each.entered(region.role):
        actors.answer(second, region.role)
    doorbell.broker().flush(doorbell.QUEUE)

    actors.answer(first, region.role)

    assert [second.encode() in message for message in rung()] == [True]
