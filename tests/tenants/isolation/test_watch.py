"""A Postgres that stops in the middle of an answer holds nobody up for ever."""

import socket
import time
from collections.abc import Iterator

import pytest

from tenants.isolation.backend import watch


class Line:
    """One end of a conversation that waits for an answer since a minute ago."""

    def __init__(self, end: socket.socket, patience: float) -> None:
        self.asked_at, self.patience, self.fileno = time.monotonic() - 60, patience, end.fileno


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        yield ours, theirs


def test_who_waits_for_too_long_reads_the_end(ends, caplog) -> None:
    ours, theirs = ends
    line = Line(ours, patience=30)
    watch.over(line)

    watch.look()

    assert (ours.recv(1), theirs.recv(1)) == (b"", b"")
    assert {*caplog.messages} == {"Postgres has stopped in the middle of an answer: its connection was given up."}


def test_who_may_wait_for_longer_is_left_alone(ends) -> None:
    line = Line(ends[0], patience=90)
    watch.over(line)

    watch.look()

    with pytest.raises(BlockingIOError):
        ends[1].recv(1)
