"""An event is heard by the listeners of the modules that are on, in the transaction that it happened in."""

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from django.db import transaction

from tenants import events
from tenants.events import Event, emit, listen
from tenants.isolation.current import enter, place
from tenants.jobs import worker
from tenants.jobs.models import Job


@dataclass(frozen=True, slots=True)
class BridgeOpened(Event):
    """Something that only happens in tests."""

    name: ClassVar[str] = "test.bridge_opened"
    key: str


@pytest.fixture
def heard(task):
    found = []
    for name in ("test.hear", "services.hear"):
        listen(BridgeOpened, name)(lambda event, name=name: found.append((name, event, place())))
    yield found
    del events._listeners[BridgeOpened.name]


def test_each_listener_gets_a_job(region, heard) -> None:
    with enter(region):
        emit(BridgeOpened("abc"))

    assert sorted(Job.objects.values_list("name", flat=True)) == ["services.hear", "test.hear"]


def test_listener_hears_the_event_in_its_tenant(region, heard) -> None:
    with enter(region):
        emit(BridgeOpened("abc"))

    worker.run(Job.objects.get(name="test.hear").key)

    assert heard == [("test.hear", BridgeOpened("abc"), region)]


def test_module_that_is_off_hears_nothing(region, heard) -> None:
    without = replace(region, modules=region.modules - {"services"})

    with enter(without):
        emit(BridgeOpened("abc"))

    assert list(Job.objects.values_list("name", flat=True)) == ["test.hear"]


def test_event_of_an_action_that_is_rolled_back_did_not_happen(region, heard) -> None:
    with enter(region), transaction.atomic():
        emit(BridgeOpened("abc"))
        transaction.set_rollback(True)

    assert Job.objects.count() == 0


def test_event_that_nobody_hears_is_nothing(region) -> None:
    with enter(region):
        emit(BridgeOpened("abc"))

    assert Job.objects.count() == 0
