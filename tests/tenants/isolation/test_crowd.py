"""One region's rush leaves threads to the others."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, suppress
from threading import Event

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tenants.isolation import middleware
from tenants.isolation.crowd import Crowd
from tenants.isolation.middleware import KEPT_FREE, TenantMiddleware

THREADS = 8
LONG = 10.0


@pytest.fixture
def process():
    """What a web process has: so many threads, and whoever finds none free is in line for one."""
    with ThreadPoolExecutor(THREADS) as threads:
        yield threads


def held(crowd: Crowd, *, waiting: int) -> None:
    """Wait until so many wait in the crowd."""
    patience = Event()
    while sum(map(len, crowd._waiting.values())) < waiting:
        patience.wait(0.001)


def test_as_many_as_allowed_enter() -> None:
    crowd = Crowd(2)

    with ExitStack() as stack:
        entered = [stack.enter_context(crowd.entered("poso")) for _ in range(3)]

    assert entered == [True, True, False]


def test_others_are_counted_apart() -> None:
    crowd = Crowd(1)

    with crowd.entered("poso"), crowd.entered("batam") as is_inside:
        assert is_inside is True


def test_who_leaves_makes_room() -> None:
    crowd = Crowd(1)
    with crowd.entered("poso"), crowd.entered("poso"):
        pass

    with crowd.entered("poso") as is_inside:
        assert is_inside is True


def test_who_fails_makes_room() -> None:
    crowd = Crowd(1)
    with suppress(ValueError), crowd.entered("poso"):
        raise ValueError

    with crowd.entered("poso") as is_inside:
        assert is_inside is True


def test_who_waits_enters_when_one_leaves(process) -> None:
    crowd = Crowd(1, room=2, patience=LONG)

    with crowd.entered("poso"):
        later = process.submit(enter_and_leave, crowd)
        held(crowd, waiting=1)

    assert later.result() is True


def enter_and_leave(crowd: Crowd, who: str = "poso") -> bool:
    with crowd.entered(who) as is_inside:
        return is_inside


def test_who_came_first_enters_first(process) -> None:
    crowd, order = Crowd(1, room=THREADS, patience=LONG), []

    def come(number: int) -> None:
        with crowd.entered("poso"):
            order.append(number)

    with crowd.entered("poso"):
        for number in range(5):
            process.submit(come, number)
            held(crowd, waiting=number + 1)
    process.shutdown()

    assert order == [0, 1, 2, 3, 4]


def test_who_waits_in_vain_is_refused_and_holds_no_thread() -> None:
    crowd = Crowd(1, room=2, patience=0.01)

    with crowd.entered("poso"):
        refused = [enter_and_leave(crowd) for _ in range(3)]

    assert (refused, crowd._held, crowd._waiting) == ([False] * 3, 0, {})


def test_nobody_waits_in_the_threads_that_others_need(process) -> None:
    crowd = Crowd(2, room=5, patience=LONG)

    with crowd.entered("poso"), crowd.entered("poso"):
        waiting = [process.submit(enter_and_leave, crowd) for _ in range(2)]
        held(crowd, waiting=2)
        with crowd.entered("batam") as other:
            over = enter_and_leave(crowd)

    assert (other, over, [each.result() for each in waiting]) == (True, False, [True, True])


def test_a_rush_with_waiting_never_lets_too_many_in(process) -> None:
    crowd, inside, seen = Crowd(2, room=THREADS, patience=LONG), set(), []

    def come(number: int) -> None:
        with crowd.entered("poso"):
            inside.add(number)
            seen.append(len(inside))
            inside.discard(number)

    list(process.map(come, range(2_000)))

    assert (max(seen) <= 2, len(seen), crowd._held, crowd._inside) == (True, 2_000, 0, {})


def test_rush_of_one_region_leaves_threads_to_others(committed, settings, monkeypatch, process) -> None:
    settings.WEB_THREADS, settings.REQUESTS_A_TENANT = THREADS, 2
    monkeypatch.setattr(middleware, "PATIENCE", 3 * LONG)
    is_over = Event()

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/slow/":
            is_over.wait(3 * LONG)
        return HttpResponse("answered")

    def ask(host: str, path: str) -> int:
        try:
            return door(RequestFactory(SERVER_NAME=host).get(path)).status_code
        finally:
            connection.close()

    door = TenantMiddleware(answer)
    rush: list[Future[int]] = [process.submit(ask, "makassar.localhost", "/slow/") for _ in range(3 * THREADS)]
    others = [process.submit(ask, "jayapura.localhost", "/") for _ in range(KEPT_FREE)]
    answered, _late = wait(others, timeout=LONG)
    is_over.set()

    held_back = [each.result() for each in rush]
    assert [each.result() for each in answered] == [200] * KEPT_FREE
    assert sorted(held_back) == [200] * (THREADS - KEPT_FREE) + [503] * (2 * THREADS + KEPT_FREE)


def test_request_over_the_limit_is_asked_to_come_back(committed, settings) -> None:
    settings.REQUESTS_A_TENANT = 1
    meanwhile: list[HttpResponse] = []

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == "/first/":
            meanwhile.extend(ask(host, "/second/") for host in ("makassar.localhost", "jayapura.localhost"))
        return HttpResponse("answered")

    def ask(host: str, path: str) -> HttpResponse:
        return door(RequestFactory(SERVER_NAME=host).get(path))

    door = TenantMiddleware(answer)
    ask("makassar.localhost", "/first/")

    assert [(each.status_code, each.get("Retry-After")) for each in meanwhile] == [(503, "3"), (200, None)]
    assert "Sedang banyak yang membuka portal ini" in meanwhile[0].content.decode()
