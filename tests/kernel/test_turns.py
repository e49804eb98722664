import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection, transaction

from kernel import turns
from tenants.isolation.current import Place, enter


def test_second_transaction_waits_for_the_first(committed):
    is_taken, order = Event(), []

    def first():
        with enter(Place.PLATFORM), transaction.atomic():
            turns.wait("test")
            is_taken.set()
            time.sleep(0.3)
            order.append("first")
        connection.close()

    def second():
        assert is_taken.wait(30)
        with enter(Place.PLATFORM), transaction.atomic():
            turns.wait("test")
            order.append("second")
        connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda turn: turn(), (first, second)))

    assert order == ["first", "second"]
