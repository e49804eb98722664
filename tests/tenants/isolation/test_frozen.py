"""A Postgres that stops in the middle of an answer holds a thread for seconds, not for ever."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from tenants.isolation.backend.base import DatabaseWrapper
from tenants.isolation.current import Place, enter

PATIENCE = 3
LATE = 60.0

ASKED: dict[str, Callable[[DatabaseWrapper], object]] = {
    "statement": lambda ours: ours.cursor().execute("SELECT 1"),
    "many": lambda ours: ours.cursor().executemany("SELECT %s", [[1]]),
    "commit": lambda ours: ours.commit(),
    "gate": lambda ours: ours.ask_gate("SELECT gate.version()", []),
}


@pytest.fixture
def ours(committed) -> Iterator[DatabaseWrapper]:
    wrapper = DatabaseWrapper({**connection.settings_dict, "PATIENCE": PATIENCE}, alias="default")
    wrapper.inc_thread_sharing()
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


@contextmanager
def frozen(wrapper: DatabaseWrapper) -> Iterator[None]:
    backend = wrapper.connection.info.backend_pid
    wrapper.connection.patience = 0.5
    os.kill(backend, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(backend, signal.SIGCONT)


@pytest.mark.parametrize("name", ASKED)
def test_server_that_stops_is_given_up(ours, name) -> None:
    ours.set_autocommit(name != "commit")
    ours.cursor().execute("SELECT 1")

    def ask() -> None:
        with enter(Place.PLATFORM), pytest.raises(OperationalError):
            ASKED[name](ours)

    with ThreadPoolExecutor(1) as threads, frozen(ours):
        threads.submit(ask).result(LATE)

    assert ours.is_usable() is False


def test_server_that_answers_is_kept(ours) -> None:
    with ours.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")
    time.sleep(PATIENCE + 1.5)

    assert (ours.connection.asked_at, ours.is_usable()) == (0.0, True)
