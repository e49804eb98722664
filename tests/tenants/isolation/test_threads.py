"""Eight threads that switch without pause: none may ever be in another's place."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kernel import signing
from tenants.isolation.current import Place, Tenancy, enter, tenant
from tests.tenants.isolation.conftest import expected, whoami

THREADS = 8
SWITCHES = 1_000


def wander(seed: int, places: list[Tenancy | Place]) -> int:
    """Switch many times, nested at random; return how often something was wrong."""
    chance, wrong = random.Random(seed), 0
    try:
        for _ in range(SWITCHES // 2):
            first, second = chance.choice(places), chance.choice(places)
            with enter(first):
                with enter(second):
                    wrong += whoami() != expected(second) or signing.current_scope() != _scope(second)
                wrong += whoami() != expected(first) or (isinstance(first, Tenancy) and tenant() is not first)
    finally:
        connection.close()
    return wrong


def _scope(where: Tenancy | Place) -> str:
    return where.key if isinstance(where, Tenancy) else "platform"


@pytest.mark.slow
def test_threads_never_meet(regions) -> None:
    places = [*regions, Place.PLATFORM]

    with ThreadPoolExecutor(THREADS) as threads:
        wrong = sum(threads.map(lambda seed: wander(seed, places), range(THREADS)))

    assert wrong == 0


def test_new_thread_is_nobody(regions) -> None:
    from tenants.isolation.current import place

    with enter(regions[0]), ThreadPoolExecutor(1) as threads:
        assert threads.submit(place).result() is Place.NOBODY
