"""Hang up on a Postgres that has stopped in the middle of an answer, so that the thread that waits is free again.

Postgres itself ends a statement that takes too long, unless it is frozen. Then nothing closes the line: a Unix socket
has no keepalive, and over TCP the kernel of a frozen server still says that it lives. Looking once a second costs a
statement two notes of the time; a deadline in psycopg2's own waiting (`set_wait_callback`) would cost it a `select`.
"""

import logging
import os
import socket
import time
from contextlib import suppress
from threading import Lock, Thread
from typing import Protocol
from weakref import WeakSet

from psycopg2 import Error

log = logging.getLogger(__name__)

BEAT = 1.0


class Asking(Protocol):
    """A connection that notes since when it waits, 0 while it does not, and for how many seconds it may."""

    asked_at: float
    patience: float

    def fileno(self) -> int:
        """Return the number of its socket."""


_watched: WeakSet[Asking] = WeakSet()
_lock = Lock()
_watcher: Thread | None = None


def over(connection: Asking) -> None:
    """Look after a connection for as long as it is there, in a thread of this process."""
    global _watcher  # noqa: PLW0603 - one for a process, and a forked one has none
    with _lock:
        _watched.add(connection)
        if _watcher is None or not _watcher.is_alive():
            _watcher = Thread(target=_watch, name="connections", daemon=True)
            _watcher.start()


def _watch() -> None:
    while True:
        time.sleep(BEAT)
        look()


def look() -> None:
    """Give up each connection that waits for longer than it may."""
    with _lock:
        watched = list(_watched)
    for connection in watched:
        if connection.asked_at and time.monotonic() - connection.asked_at > connection.patience:
            _hang_up(connection)


def _hang_up(connection: Asking) -> None:
    """End the conversation, not the socket: who waits for an answer then reads its end, and closes it."""
    with suppress(Error, OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)
        log.warning("Postgres has stopped in the middle of an answer: its connection was given up.")
