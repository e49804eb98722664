"""A place belongs to the function that entered it: none takes its caller along."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction

from kernel import signing
from kernel.accounts.models import Role
from tenants.isolation.current import Place, enter, place
from tenants.isolation.errors import EnteredInGenerator, NoPlace, PlaceMixedUp, RowsOfAnotherPlace
from tests.tenants.isolation.conftest import expected, whoami


@contextmanager
def passed_on(where: Any) -> Iterator[None]:
    with enter(where):
        yield


class Through:
    def __init__(self, where: Any) -> None:
        self.block = enter(where)

    def __enter__(self) -> None:
        self.block = enter(self.block.where)
        self.block.__enter__()

    def __exit__(self, *error: Any) -> None:
        self.block.__exit__(*error)


def with_stack(where: Any) -> Iterator[int]:
    with ExitStack() as stack:
        stack.enter_context(passed_on(where))
        yield 1


def with_block(how: Callable[[Any], AbstractContextManager[None]]) -> Callable[[Any], Iterator[int]]:
    def generator(where: Any) -> Iterator[int]:
        with how(where):
            yield 1

    return generator


@pytest.mark.parametrize("generator", [with_block(enter), with_block(passed_on), with_block(Through), with_stack])
def test_generator_does_not_take_its_caller_along(makassar, jayapura, generator) -> None:
    with enter(jayapura):
        with pytest.raises(EnteredInGenerator):
            next(generator(makassar))

        assert (place(), signing.current_scope()) == (jayapura, jayapura.key)


def test_asynchronous_generator_does_not_take_its_caller_along(makassar, jayapura) -> None:
    async def numbers() -> AsyncIterator[int]:
        with enter(makassar):
            yield 1

    async def look() -> Any:
        with enter(jayapura), pytest.raises(EnteredInGenerator):
            await anext(numbers())

    asyncio.run(look())


def test_generator_may_call_what_enters(regions) -> None:
    def at(where: Any) -> tuple[str, str]:
        with passed_on(where):
            return whoami()

    decorated = enter(regions[0])(whoami)

    with enter(Place.NOBODY):
        assert list(map(at, regions)) == [expected(where) for where in regions]
        assert list(at(where) for where in regions) == [expected(where) for where in regions]  # noqa: C400 - a generator
        assert list(decorated() for _ in range(2)) == [expected(regions[0])] * 2  # noqa: C400 - as above


def test_context_manager_passes_the_place_on(regions) -> None:
    with passed_on(regions[1]):
        assert whoami() == expected(regions[1])


def test_body_that_would_run_after_the_block_is_refused(makassar) -> None:
    async def later() -> None: ...

    async def rows() -> AsyncIterator[int]:
        yield 1

    for function in (with_stack, later, rows):
        with pytest.raises(EnteredInGenerator):
            enter(makassar)(function)


def test_decorated_function_is_there_at_each_call(regions) -> None:
    @enter(regions[0])
    def look(depth: int) -> list[Any]:
        return [whoami(), *(look(depth - 1) if depth else [])]

    with enter(regions[1]):
        assert look(2) == [expected(regions[0])] * 3
        assert whoami() == expected(regions[1])


def test_block_left_before_the_one_inside_it_ends_as_nobody(makassar, jayapura) -> None:
    outer, inner = enter(makassar), enter(jayapura)
    outer.__enter__()
    inner.__enter__()

    with pytest.raises(PlaceMixedUp):
        outer.__exit__(None, None, None)

    assert place() is Place.NOBODY
    with pytest.raises(RuntimeError, match="only be signed inside"):
        signing.current_scope()
    with pytest.raises(PlaceMixedUp):
        inner.__exit__(None, None, None)


@pytest.mark.parametrize("fetch", ["fetchone", "fetchmany", "fetchall", "__next__"])
@pytest.mark.parametrize("name", [None, "served"])
def test_rows_are_not_read_in_another_place(regions, fetch, name) -> None:
    with transaction.atomic(), enter(regions[0]):
        cursor = connection.create_cursor(name)
        cursor.execute("SELECT current_schema()")

        with enter(regions[1]), pytest.raises(RowsOfAnotherPlace):
            getattr(cursor, fetch)()

        assert cursor.fetchone() == (regions[0].schema,)


def test_query_set_goes_on_only_where_it_began(regions) -> None:
    with enter(regions[0]):
        rows = Role.objects.all().iterator(chunk_size=1)
        next(rows)

    with enter(regions[1]), pytest.raises(RowsOfAnotherPlace):
        next(rows)


def test_query_set_asks_where_it_is_evaluated(regions) -> None:
    with enter(regions[0]):
        lazy = Role.objects.extra(select={"schema": "current_schema()"}).values_list("schema", flat=True)[:1]

    with enter(regions[1]):
        assert list(lazy) == [regions[1].schema]


def test_tasks_at_once_are_each_in_their_own_place(regions) -> None:
    async def look(where: Any) -> list[bool]:
        with enter(where):
            found = []
            for _ in range(20):
                await asyncio.sleep(0)
                found.append(place() is where and await sync_to_async(whoami)() == expected(where))
            return found

    async def together() -> list[list[bool]]:
        return await asyncio.gather(*(look(where) for where in regions * 4))

    assert asyncio.run(together()) == [[True] * 20] * 8


def test_thread_of_a_pool_is_nobody(regions) -> None:
    def ask() -> None:
        with pytest.raises(NoPlace):
            whoami()

    with enter(regions[0]), ThreadPoolExecutor(1) as threads:
        threads.submit(ask).result()


def test_block_is_entered_once_at_a_time(makassar) -> None:
    block = enter(makassar)

    with block:
        with pytest.raises(PlaceMixedUp):
            block.__enter__()

        assert place() == makassar
