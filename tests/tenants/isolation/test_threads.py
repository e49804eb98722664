"""Eight threads that switch without pause, in every shape known to go wrong: none may ever be in another's place."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ContextDecorator, contextmanager, suppress
from dataclasses import replace
from typing import Any, ClassVar

import pytest
from django.db import transaction
from dramatiq import Worker

from tenants.customization import queries as customization
from tenants.isolation import current
from tenants.isolation.backend import connection
from tenants.isolation.backend.base import DatabaseWrapper
from tenants.isolation.backend.connection import IsolatedConnection, IsolatedCursor
from tenants.isolation.current import Place, Tenancy, enter, place
from tenants.jobs import actors, doorbell
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tenants.jobs.registry import TASKS, job
from tests import environment
from tests.benchmarks.switching import ours, tenants
from tests.benchmarks.switching.run import THREADS, run
from tests.benchmarks.switching.shapes import SHAPES, Undo
from tests.benchmarks.switching.trip import Side, read

SWITCHES = 800
JOBS = 400


@pytest.fixture
def side(committed) -> Iterator[Side]:
    """Eight small tenants, and no job but those of the shapes."""
    database, before = environment.DATABASE, dict(TASKS)
    TASKS.clear()
    Job.objects.all().delete()
    with tenants.standing(environment.cluster_dsn(database), database, with_roles=True):
        ours.register(ours.side(database).places)
        yield ours.side(database)
        Job.objects.all().delete()
    doorbell.broker().flush(doorbell.QUEUE)
    TASKS.clear()
    TASKS.update(before)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_threads_never_meet(side, shape) -> None:
    outcome = run(side, shape, SWITCHES)

    assert outcome.events == 0
    assert outcome.reads > outcome.refused
    assert outcome.switches >= SWITCHES


@pytest.mark.slow
def test_threads_of_a_worker_never_meet(side) -> None:
    found = []

    def turn(number: int, schema: str) -> None:
        with suppress(Undo), transaction.atomic():
            found.append(read()[2] == schema)
            raise Undo
        found.append(read()[2] == schema)
        if number % 5 == 0:
            raise Undo

    job("switching.turn")(turn)
    for number in range(JOBS):
        where = side.places[number % len(side.places)]
        with enter(where), transaction.atomic():
            enqueue("switching.turn", number=number, schema=where.schema)
    worker = Worker(actors.register(), worker_threads=THREADS, worker_timeout=50)
    worker.start()
    worker.broker.join(doorbell.QUEUE, timeout=300_000)
    worker.join()
    worker.stop()

    assert set(found) == {True}
    assert Counter(Job.objects.values_list("state", flat=True)) == {"done": JOBS * 4 // 5, "waiting": JOBS // 5}


def test_new_thread_is_nobody(regions) -> None:
    with enter(regions[0]), ThreadPoolExecutor(1) as threads:
        assert threads.submit(place).result() is Place.NOBODY


# Each shape finds the fault that it is there for.


class SharedList(ContextDecorator):
    """What django-tenants has: one list of where to go back to, for all threads."""

    back: ClassVar[list[Any]] = []

    def __init__(self, where: Tenancy) -> None:
        self.where = where

    def __enter__(self) -> None:
        self.back.append(current.place())
        current._place.set(self.where)

    def __exit__(self, *error: object) -> None:
        current._place.set(self.back.pop())


@contextmanager
def unguarded(where: Tenancy) -> Iterator[None]:
    before = current._place.set(where).old_value
    try:
        yield
    finally:
        current._place.set(before)


def shared_list(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    return replace(side, enter=SharedList, block=SharedList, decorate=SharedList)


def one_place_for_all(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    at: list[Tenancy | Place] = [Place.PLATFORM]

    @contextmanager
    def go(where: Tenancy) -> Iterator[None]:
        before, at[0] = at[0], where
        yield
        at[0] = before

    monkeypatch.setattr(connection, "place", lambda: at[0])
    return replace(side, enter=go, decorate=go)


def never_forgets(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    kept: dict[IsolatedConnection, Tenancy | Place] = {}

    def keep(self: IsolatedConnection, where: Tenancy | Place | None) -> None:
        if where is not None:
            kept[self] = where

    monkeypatch.setattr(IsolatedConnection, "sent", property(kept.get, keep))
    return side


def believes_before_it_is_there(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    switch = DatabaseWrapper.switch

    def hasty(self: DatabaseWrapper, here: Tenancy) -> str:
        text = switch(self, here)
        self.connection.sent = here
        return text

    monkeypatch.setattr(DatabaseWrapper, "switch", hasty)
    return never_forgets(side, monkeypatch)


def no_guard(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    return replace(side, enter=unguarded)


def remembered_by_the_process(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    kept: dict[str, str] = {}
    return replace(
        side, remembers=lambda where: kept.setdefault("", customization.own_word("mark", "id")) == where.schema
    )


def switches_once(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    switch = DatabaseWrapper.switch
    monkeypatch.setattr(
        DatabaseWrapper, "switch", lambda self, here: "" if self.connection.sent else switch(self, here)
    )
    return side


def rows_of_anywhere(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    monkeypatch.setattr(IsolatedCursor, "_refuse_elsewhere", lambda self: None)
    return side


def nobody_is_the_platform(side: Side, monkeypatch: pytest.MonkeyPatch) -> Side:
    monkeypatch.setattr(connection, "place", lambda: Place.PLATFORM if place() is Place.NOBODY else place())
    return side


FAULTS: dict[str, Callable[[Side, pytest.MonkeyPatch], Side]] = {
    "nested blocks of a tenant's own": shared_list,
    "nested context managers": shared_list,
    "blocks left by an exception": shared_list,
    "decorated functions, called by all threads": one_place_for_all,
    "what the process remembers (content types; ours: the region's words)": remembered_by_the_process,
    "rollback to a savepoint": never_forgets,
    "rollback of the transaction": never_forgets,
    "first statement after the switch fails": believes_before_it_is_there,
    "failure swallowed inside a transaction": never_forgets,
    "connections reused and closed": switches_once,
    "a cursor kept across switches": switches_once,
    "rows asked for in one tenant, fetched in another": rows_of_anywhere,
    "QuerySet.iterator() that goes on in another tenant": rows_of_anywhere,
    "QuerySet made in one tenant, evaluated in another (the rows are of the latter)": switches_once,
    "generator suspended inside a block": no_guard,
    "generator resumed in another tenant's block": no_guard,
    "generator abandoned inside a block, collected elsewhere": no_guard,
    "asyncio tasks, each in a tenant, reading by sync_to_async": one_place_for_all,
    "work handed to a thread from inside a block": nobody_is_the_platform,
    "jobs, some failing, some with savepoints": shared_list,
}


@pytest.mark.slow
@pytest.mark.parametrize("what", SHAPES)
def test_shape_finds_its_fault(side, what, monkeypatch) -> None:
    faulty = FAULTS[what](side, monkeypatch)

    # Threads must meet for it; on a busy machine a short run may see none of them meet.
    assert any(run(faulty, SHAPES[what], SWITCHES).events for _attempt in range(20))
    monkeypatch.undo()
