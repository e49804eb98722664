import socket

import pytest

from config.local import processes
from config.local.errors import Refusal


def test_taken_port_is_refused_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(Refusal) as refusal:
            processes.refuse_taken_port(port)

    assert str(refusal.value) == f"Port {port} is taken: choose another one, as in 'LIVE_PORT={port + 1} ./dev demo'."


def test_free_port_is_not_refused() -> None:
    processes.refuse_taken_port(processes.free_port())


def test_status_of_a_silent_port_is_zero() -> None:
    assert processes.status("localhost", "/", processes.free_port()) == 0
