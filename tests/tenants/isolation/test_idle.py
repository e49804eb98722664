"""A connection goes from hand to hand between requests, and never with two of them."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, close_old_connections, connection, transaction

from tenants.isolation.backend import idle
from tenants.isolation.current import Tenancy, enter
from tenants.isolation.errors import ConnectionGivenBack
from tests.tenants.isolation.conftest import expected, whoami


@pytest.fixture(autouse=True)
def none_before(committed) -> Iterator[None]:
    close_old_connections()
    close_idle()
    yield
    close_idle()


def close_idle() -> None:
    while found := idle.take(connection._login):
        found.close()


@contextmanager
def kept() -> Iterator[Any]:
    """Keep psycopg2's cursor beyond the request that it was made for."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        close_old_connections()
        yield cursor.cursor


def whoami_of(where: Tenancy) -> tuple[str, str]:
    """Ask as a request does that is not over."""
    with enter(where):
        return whoami()


@pytest.fixture
def elsewhere() -> Iterator[Callable[..., object]]:
    """Call a function in another thread, and return what it returns."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda function, *values: thread.submit(function, *values).result()


def backend() -> int:
    return int(connection.connection.info.backend_pid)


def request(where: Tenancy) -> tuple[int, tuple[str, str]]:
    """Ask as a request does, and give the connection back."""
    found = whoami_of(where)
    number = backend()
    close_old_connections()
    return number, found


def test_next_thread_takes_it_and_is_in_its_own_place(regions, elsewhere) -> None:
    first, _found = request(regions[0])

    second, found = elsewhere(request, regions[1])

    assert (second, found) == (first, expected(regions[1]))


def test_last_one_given_back_is_taken_first(regions) -> None:
    together = Barrier(3)

    def meet(where: Tenancy) -> int:
        whoami_of(where)
        together.wait(10)
        return request(where)[0]

    with ThreadPoolExecutor(3) as threads:
        numbers = set(threads.map(meet, [regions[0]] * 3))

    assert len(numbers) == 3
    assert len({request(regions[0])[0] for _again in range(5)}) == 1


def test_one_that_postgres_ended_is_replaced(regions, superuser) -> None:
    first, _found = request(regions[0])
    superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [first])

    second, found = request(regions[0])

    assert second != first
    assert found == expected(regions[0])


USES = {
    "execute": lambda cursor: cursor.execute("SELECT 1"),
    "executemany": lambda cursor: cursor.executemany("SELECT %s", [(1,)]),
    "copy_expert": lambda cursor: cursor.copy_expert("COPY (SELECT 1) TO STDOUT", StringIO()),
    "copy_to": lambda cursor: cursor.copy_to(StringIO(), "registry_tenant"),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_cursor_kept_beyond_its_request_is_refused(regions, use) -> None:
    with enter(regions[0]), kept() as cursor, pytest.raises(ConnectionGivenBack):
        use(cursor)


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_cursor_kept_is_refused_while_another_thread_has_its_connection(regions, elsewhere, use) -> None:
    with enter(regions[0]), kept() as cursor:
        elsewhere(lambda: whoami_of(regions[0]))

        with pytest.raises(DatabaseError, match="can only be used in that same thread"):
            use(cursor)

    elsewhere(close_old_connections)


def test_one_with_an_open_transaction_is_not_given_back(regions) -> None:
    with enter(regions[0]), transaction.atomic():
        whoami()
        close_old_connections()

    assert idle.take(connection._login) is None


def test_forked_process_has_none_of_its_parents(regions) -> None:
    first, _found = request(regions[0])

    child = os.fork()
    if not child:
        os._exit(bool(any(idle._idle.values())))

    assert os.waitpid(child, 0)[1] == 0
    assert request(regions[0])[0] == first
