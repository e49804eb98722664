"""The web and worker processes, and who starts them again."""

import http.client
import shutil
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from config.local import environment
from config.local.children import Child, running
from config.local.errors import Refusal
from config.local.workspace import Workspace, private

WEB = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2"]
WORKER = ["-m", "dramatiq", "config.broker", "--processes", "1", "--threads", "4", "--worker-shutdown-timeout", "8000"]
PATIENCE = 60.0
RESTARTS = 5
MINUTE = 60.0


@contextmanager
def web_and_worker(workspace: Workspace, *, port: int) -> Iterator[list[Child]]:
    """Run both for the length of the block; inside it the web answers.

    Raises: Refusal.
    """
    settings = environment.for_web(workspace, port=port), environment.for_owner(workspace, port=port)
    with pair(*settings, logs=workspace.logs, port=port) as children:
        yield children


@contextmanager
def pair(for_web: dict[str, str], for_owner: dict[str, str], *, logs: Path, port: int) -> Iterator[list[Child]]:
    """Run a web that cannot reach the owner's role, and a worker that provisions.

    Raises: Refusal.
    """
    web = [sys.executable, *WEB, "--port", str(port), "--no-ws", "config.wsgi:application"]
    children = [
        Child("web", web, log=logs / "web.log", environment=for_web),
        Child("worker", [sys.executable, *WORKER], log=logs / "worker.log", environment=for_owner),
    ]
    # What the processes of an earlier start counted is not these processes' doing.
    counted = Path(for_web["LIVE_METRICS_FOLDER"])
    shutil.rmtree(counted, ignore_errors=True)
    private(counted)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, counted, ignore_errors=True)
        for child in children:
            child.log.unlink(missing_ok=True)
            stack.enter_context(running(child))
        wait_until_healthy(children[0], port)
        yield children


def wait_until_healthy(child: Child, port: int) -> None:
    """Wait until the web answers that all it needs is there.

    Raises: Refusal.
    """
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience and not child.has_ended():
        if status("localhost", "/readyz", port) == http.client.OK:
            return
        time.sleep(0.2)
    raise Refusal(f"The web process did not become healthy: {child.log} says why.")


def keep(children: list[Child]) -> None:
    """Start again what ends, until a signal stops us.

    Raises: Refusal if one ends again and again.
    """
    ends = {child.name: deque[float](maxlen=RESTARTS) for child in children}
    while True:
        for child in children:
            if child.has_ended():
                _start_again(child, ends[child.name])
        time.sleep(0.5)


def _start_again(child: Child, ends: deque[float]) -> None:
    child.sweep()
    now = time.monotonic()
    if len(ends) == RESTARTS and now - ends[0] < MINUTE:
        raise Refusal(f"The {child.name} process ends again and again: {child.log} says why.")
    ends.append(now)
    print(f"The {child.name} process ended; it is started again. Its log: {child.log}", flush=True)
    child.start()


def status(host: str, path: str, port: int) -> int:
    """Return the HTTP status of a page as a browser asks for it, 0 without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": f"{host}:{port}", "Accept-Language": "id"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def refuse_taken_port(port: int) -> None:
    """Raise Refusal with the way out if something else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Refusal(
                f"Port {port} is taken: choose another one, as in 'LIVE_PORT={port + 1} ./dev demo'."
            ) from error


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
