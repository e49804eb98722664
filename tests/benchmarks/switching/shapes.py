"""The shapes: each does a few switches in a way that is known to end in the wrong tenant somewhere."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.db import Error, close_old_connections, connection, transaction

from tests.benchmarks.switching.trip import OWN, Trip, read

Shape = Callable[[Trip], None]
SHAPES: dict[str, Shape] = {}


class Undo(Exception):
    """Leaves a block in the middle."""


def shape(what: str) -> Callable[[Shape], Shape]:
    """Add the function under the words of the benchmark's table."""

    def register(function: Shape) -> Shape:
        SHAPES[what] = function
        return function

    return register


def _fail() -> None:
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@shape("nested blocks of a tenant's own")
def nested_blocks(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.block(a):
        with trip.block(b):
            trip.look(b)
        trip.look(a)


@shape("nested context managers")
def nested(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(a):
        with trip.enter(b):
            trip.look(b)
        trip.look(a)


@shape("blocks left by an exception")
def left_by_exception(trip: Trip) -> None:
    a, b, c = trip.place(), trip.place(), trip.place()
    with trip.enter(a):
        with suppress(Undo), trip.enter(b):
            with trip.enter(c):
                trip.look(c)
                if trip.chance.random() < 0.5:
                    raise Undo
            trip.look(b)
            raise Undo
        trip.look(a)


@shape("decorated functions, called by all threads")
def decorated(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(a):
        trip.switches += 1
        _function(trip, b)(trip, b)
        trip.look(a)


_functions: dict[tuple[Any, Any], Callable[..., None]] = {}


def _function(trip: Trip, where: Any) -> Callable[..., None]:
    """Return the one function of the process that this side decorated with this place."""
    known = trip.side.decorate, where
    if known not in _functions:
        _functions[known] = trip.side.decorate(where)(lambda trip, where: trip.look(where))
    return _functions[known]


@shape("what the process remembers (content types; ours: the region's words)")
def remembered(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(a):
        _ask_and_work_on(trip, a)
        with trip.enter(b):
            _ask_and_work_on(trip, b)
        _ask_and_work_on(trip, a)


def _ask_and_work_on(trip: Trip, where: Any) -> None:
    """Ask between two queries, as a view does: then other threads ask meanwhile."""
    trip.look(where)
    trip.note(lambda: trip.side.remembers(where))
    trip.look(where)


@shape("rollback to a savepoint")
def savepoint(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with transaction.atomic():
        with trip.enter(b):
            trip.look(b)
        with trip.enter(a):
            with suppress(Undo), transaction.atomic():
                trip.look(a)
                raise Undo
            trip.look(a)


@shape("rollback of the transaction")
def rollback(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(b):
        trip.look(b)
    with trip.enter(a):
        with suppress(Undo), transaction.atomic():
            trip.look(a)
            raise Undo
        trip.look(a)


@shape("first statement after the switch fails")
def failing_first(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(b):
        trip.look(b)
    with trip.enter(a):
        _fail()
        trip.look(a)


@shape("failure swallowed inside a transaction")
def swallowed(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(b):
        trip.look(b)
    with trip.enter(a):
        with transaction.atomic():
            trip.look(a)
            _fail()
        trip.look(a)


@shape("connections reused and closed")
def reused(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(a):
        trip.look(a)
        close_old_connections()
        with trip.enter(b):
            if trip.chance.random() < 0.02:
                connection.close()
            trip.look(b)
        close_old_connections()
        trip.look(a)


@shape("a cursor kept across switches")
def kept_cursor(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(a), connection.cursor() as cursor:
        with trip.enter(b):
            trip.compare(b, lambda: _ask(cursor))
        trip.compare(a, lambda: _ask(cursor))


def _ask(cursor: Any) -> Any:
    cursor.execute(OWN)
    return cursor.fetchone()


@shape("rows asked for in one tenant, fetched in another")
def fetched_elsewhere(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(a), connection.cursor() as cursor:
        cursor.execute(OWN)
        with trip.enter(b):
            trip.compare(b, cursor.fetchone)


@shape("QuerySet.iterator() that goes on in another tenant")
def iterator(trip: Trip) -> None:
    from kernel.accounts.models import Unit

    a, b = trip.place(), trip.place()
    with trip.enter(a):
        rows = Unit.objects.order_by("id").values_list("name", flat=True).iterator(chunk_size=1)
        next(rows)
        with trip.enter(b):
            trip.note(lambda: next(rows) == trip.side.expected(b)[2])
        rows.close()  # type: ignore[attr-defined]  # it is a generator


@shape("QuerySet made in one tenant, evaluated in another (the rows are of the latter)")
def lazy(trip: Trip) -> None:
    from kernel.accounts.models import Unit

    a, b = trip.place(), trip.place()
    with trip.enter(a):
        rows = Unit.objects.order_by("id").values_list("name", flat=True)
    with trip.enter(b):
        trip.note(lambda: set(rows) == {trip.side.expected(b)[2]})


def _inside(trip: Trip, where: Any) -> Iterator[None]:
    """Be suspended inside a block, and look when resumed."""
    with trip.enter(where):
        yield
        trip.look(where)
        yield


def _advance(trip: Trip, generator: Iterator[None]) -> None:
    try:
        next(generator, None)
    except trip.side.refusals:
        trip.refused += 1


@shape("generator suspended inside a block")
def generator_suspended(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    with trip.enter(b):
        generator = _inside(trip, a)
        _advance(trip, generator)
        trip.look(b)
        _advance(trip, generator)
        trip.look(b)
        _advance(trip, generator)
        trip.look(b)


@shape("generator resumed in another tenant's block")
def generator_resumed(trip: Trip) -> None:
    a, b = trip.place(), trip.place()
    generator = _inside(trip, a)
    with trip.enter(trip.place()):
        _advance(trip, generator)
    with trip.enter(b):
        _advance(trip, generator)
        trip.look(b)
        _advance(trip, generator)
        trip.look(b)


@shape("generator abandoned inside a block, collected elsewhere")
def generator_abandoned(trip: Trip) -> None:
    a, b, c = trip.place(), trip.place(), trip.place()
    with trip.enter(b):
        generator = _inside(trip, a)
        _advance(trip, generator)
        with trip.enter(c):
            del generator
            if trip.chance.random() < 0.001:
                gc.collect()
            trip.look(c)
        trip.look(b)


TASKS = 8


@shape("asyncio tasks, each in a tenant, reading by sync_to_async")
def tasks(trip: Trip) -> None:
    async def stay(where: Any) -> None:
        with trip.enter(where):
            await asyncio.sleep(0)
            await sync_to_async(trip.look)(where)

    async def together() -> None:
        await asyncio.gather(*(stay(trip.place()) for _ in range(TASKS)))

    if "loop" not in trip.kept:
        trip.kept["loop"] = asyncio.Runner()
    trip.kept["loop"].run(together())


@shape("work handed to a thread from inside a block")
def pool(trip: Trip) -> None:
    if "pool" not in trip.kept:
        trip.kept["pool"] = ThreadPoolExecutor(1)
    a, b = trip.place(), trip.place()
    with trip.enter(a):
        with trip.enter(b):
            trip.compare(b, trip.kept["pool"].submit(read).result)
        trip.look(a)


@shape("jobs, some failing, some with savepoints")
def jobs(trip: Trip) -> None:
    trip.switches += trip.side.carry(trip, trip.place(), trip.chance.choice(list(BODIES)))


def plain(trip: Trip, where: Any) -> None:
    """Look twice, with another tenant in between."""
    trip.look(where)
    other = trip.place()
    with trip.enter(other):
        trip.look(other)
    trip.look(where)


def failing(trip: Trip, where: Any) -> None:
    """Fail inside another tenant."""
    trip.look(where)
    with trip.enter(trip.place()):
        raise Undo


def undone(trip: Trip, where: Any) -> None:
    """Roll back to a savepoint that the switch was behind."""
    with suppress(Undo), transaction.atomic():
        trip.look(where)
        raise Undo
    trip.look(where)


def broken(trip: Trip, where: Any) -> None:
    """Let Postgres refuse the first statement, inside a savepoint."""
    with suppress(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")
    trip.look(where)


BODIES = {body.__name__: body for body in (plain, failing, undone, broken)}
