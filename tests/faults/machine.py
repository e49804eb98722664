"""An installation of its own whose Postgres and Redis can be taken away, and people who use it meanwhile."""

import http.client
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg2

from config.local import environment, installation, postgres, processes, redis, steps
from config.local.children import Child
from config.local.workspace import ROOT, Workspace

PATIENCE = 30.0
# Longer than a process remembers that Redis was silent.
SILENCE = 5.0
PASSWORD = "kenari-di-alamat-basis-data"
METRICS_TOKEN = "kenari-figures"
PORTAL = "tangerang.localhost"


class Server:
    """Postgres or Redis, which may go and come back."""

    def __init__(self, run: Callable[[], AbstractContextManager[Child]]) -> None:
        self._run = run
        self.start()

    def start(self) -> None:
        """Come back; returns when it answers."""
        self._block = self._run()
        self.child = self._block.__enter__()

    def stop(self) -> None:
        """Go in order, as for an upgrade."""
        self._block.__exit__(None, None, None)

    def crash(self) -> None:
        """Go at once, in the middle of everything: what `pg_ctl -m immediate` does."""
        assert self.child.process is not None
        self.child.process.send_signal(signal.SIGQUIT)
        self.child.process.wait(PATIENCE)
        self.stop()


@dataclass
class Machine:
    """Web and worker processes as in production, on servers that are theirs alone."""

    workspace: Workspace
    port: int
    settings: dict[str, str] = field(repr=False)
    postgres: Server
    redis: Server
    children: list[Child] = field(default_factory=list)

    def get(self, path: str = "/", host: str = PORTAL, **headers: str) -> "Answer":
        """Ask for a page."""
        return ask(self.port, "GET", path, host, headers=headers)

    def post(self, path: str, body: str, host: str = PORTAL, **headers: str) -> "Answer":
        """Send a form."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return ask(self.port, "POST", path, host, body=body, headers={**kind, **headers})

    def pids(self) -> set[int]:
        """Return the numbers of all web and worker processes."""
        groups = [child.process.pid for child in self.children if child.process]
        return {int(each.name) for each in Path("/proc").glob("[0-9]*") if _group(each) in groups}

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser."""
        connection = psycopg2.connect(environment.database_url(self.workspace, environment.DATABASE, "postgres"))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    @contextmanager
    def postgres_frozen(self) -> Iterator[None]:
        """End all connections, and let new ones wait until the block ends: a server behind a broken network."""
        postmaster = self.postgres.child.process
        assert postmaster is not None
        open_ones = self.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        os.kill(postmaster.pid, signal.SIGSTOP)
        try:
            for (backend,) in open_ones:
                with suppress(ProcessLookupError):
                    os.kill(backend, signal.SIGTERM)
            yield
        finally:
            os.kill(postmaster.pid, signal.SIGCONT)

    @contextmanager
    def redis_frozen(self) -> Iterator[None]:
        """Let Redis take what it is sent and answer nothing until the block ends."""
        server = self.redis.child.process
        assert server is not None
        os.kill(server.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(server.pid, signal.SIGCONT)

    def ask_for_jobs(self, count: int, seconds: float = 0.0) -> None:
        """Put jobs in, as an action does on the platform, without ringing."""
        self.execute(
            "INSERT INTO public.job (key, tenant_role, name, payload, due_at)"
            " SELECT 'fault-' || md5(random()::text)::varchar(10), 'live_platform', 'jobs.forget_done', '{}',"
            " now() + make_interval(secs => %s) FROM generate_series(1, %s)",
            seconds,
            count,
        )

    def unfinished(self) -> int:
        """Return how many jobs that are due are not done."""
        return int(self.execute("SELECT count(*) FROM public.job WHERE state <> 'done' AND due_at <= now()")[0][0])

    def command_lines(self) -> str:
        """Return what `ps` shows of all processes."""
        return "\n".join(_command_line(each) for each in Path("/proc").glob("[0-9]*"))

    def logs(self) -> str:
        """Return all that web, worker and Postgres have written."""
        return "".join(child.log.read_text() for child in [*self.children, self.postgres.child])


@dataclass(frozen=True)
class Answer:
    """What came back, when, and how long it took. Status 0: no answer at all."""

    status: int
    at: float
    seconds: float
    headers: dict[str, str] = field(default_factory=dict)
    text: str = field(default="", repr=False)


def ask(
    port: int, method: str, path: str, host: str, *, body: str | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """Ask as a browser does, without following."""
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"Host": host, "Accept-Language": "id", **(headers or {})})
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return Answer(0, time.monotonic(), time.monotonic() - started)
    finally:
        connection.close()
    named = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, time.monotonic(), time.monotonic() - started, named, text)


@contextmanager
def load(machine: Machine, paths: list[str], people: int = 4) -> Iterator[list[Answer]]:
    """Have people ask for the pages without a pause until the block ends; every answer is noted."""
    answers: list[Answer] = []
    enough = Event()

    def person(turn: int) -> None:
        while not enough.is_set():
            answers.append(machine.get(paths[turn % len(paths)]))
            turn += 1
            time.sleep(0.01)

    threads = [Thread(target=person, args=(turn,), daemon=True) for turn in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        enough.set()
        for thread in threads:
            thread.join(PATIENCE)


@contextmanager
def running(folder: Path) -> Iterator[Machine]:
    """Run an installation with the demo's regions for the length of the block."""
    workspace = Workspace("faults", root=folder)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, workspace.cluster, ignore_errors=True)
        (workspace.folder / "files").mkdir(parents=True)
        (workspace.folder / "mail").mkdir()
        servers = Server(lambda: postgres.running(workspace)), Server(lambda: redis.running(workspace))
        for server in servers:
            stack.callback(server.stop)
        postgres.ensure_database(environment.cluster_url(workspace), environment.DATABASE)
        port = processes.free_port()
        owner = _with_secrets(environment.for_owner(workspace, port=port))
        _manage("set_up_database", settings=owner)
        web = _with_secrets(environment.for_web(workspace, port=port))
        children = stack.enter_context(processes.pair(web, owner, logs=workspace.logs, port=port))
        _manage("demo", settings=owner)
        yield Machine(workspace, port, owner, *servers, children)


def wait_for(condition: Callable[[], bool], patience: float = PATIENCE) -> float:
    """Wait until it is so; return how many seconds that took."""
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < patience, "Waited in vain."
        time.sleep(0.05)
    return time.monotonic() - started


def is_soon(ask: Callable[[], float], seconds: float) -> bool:
    """Say whether what is asked took less than so many seconds, once in three times: a machine stands still for one."""
    for turn in range(3):
        time.sleep(turn * SILENCE)
        if ask() < seconds:
            return True
    return False


def _with_secrets(settings: dict[str, str]) -> dict[str, str]:
    """Give the roles a password, which Postgres does not ask for here, so that it could leak; and turn figures on."""
    urls = ("LIVE_DATABASE_URL", "LIVE_OWNER_URL")
    urls_of = {name: f"{settings[name]}&password={PASSWORD}" for name in urls if name in settings}
    return settings | urls_of | {"LIVE_METRICS_TOKEN": METRICS_TOKEN}


def _manage(command: str, *, settings: dict[str, str]) -> None:
    steps.run(command, installation.manage(command), environment=settings, folder=ROOT)


def _command_line(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _group(process: Path) -> int:
    try:
        return os.getpgid(int(process.name))
    except ProcessLookupError:
        return 0
