"""A private Redis: no port, one socket, ours alone."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local import children
from config.local.errors import Refusal
from config.local.workspace import Workspace, private

# Debian's redis-tools carries the server under this name; the package redis-server would add a
# system service. It is a server when it is called one.
PROGRAM = "/usr/bin/redis-check-rdb"
PATIENCE = 15.0


@contextmanager
def running(workspace: Workspace) -> Iterator[children.Child]:
    """Run the workspace's Redis for the length of the block.

    Raises: Refusal.
    """
    folder = private(workspace.folder / "redis")
    path = private(workspace.redis_sockets) / "redis.sock"
    child = children.Child(
        "Redis",
        [
            *("redis-server", "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
            *("--dir", str(folder), "--save", "", "--appendonly", "yes" if workspace.durable else "no"),
        ],
        log=workspace.logs / "redis.log",
        executable=PROGRAM,
    )
    _wait_until(lambda: not _answers(path))
    with children.running(child):
        _wait_until(lambda: _answers(path) or child.has_ended())
        if child.has_ended():
            raise Refusal(f"Redis did not start: {child.log} says why.")
        yield child


def _answers(path: Path) -> bool:
    """Ask once: the client library would try again and again."""
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _wait_until(happened: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience and not happened():
        time.sleep(0.05)
