"""A process that carries out a run and is killed, as by `kill -9`, at one moment of one step."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connections

from provisioning import runner
from provisioning.models import RunStep
from provisioning.step import kinds
from tenants.isolation.current import Place, enter
from tests.environment import superuser
from tests.faults.machine import wait_for

# Before the step; when it has written all but the commit is not sent; when it is committed but not recorded.
MOMENTS = ("before", "at the commit", "after")
BACKENDS = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True)
class Point:
    """Where the process ends."""

    position: int
    moment: str


def carry_out(run: str, point: Point) -> None:
    """Carry out the run in a process of its own, and wait until that was killed."""
    kill(lambda: _live_until(run, point), point)


def kill(live: Callable[[], None], when: object) -> None:
    """Live in a process of its own that dies in there; wait until it is killed, and until Postgres knows."""
    connections.close_all()
    before = _backends()
    child = os.fork()
    if child == 0:
        try:
            live()
        finally:
            os._exit(1)  # it survived
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, f"The worker outlived {when}."
    wait_for(lambda: _backends() <= before)


def _backends() -> set[int]:
    with superuser() as cursor:
        cursor.execute(BACKENDS)
        return {pid for (pid,) in cursor.fetchall()}


def _live_until(run: str, point: Point) -> None:
    runner.LEASE = timedelta(milliseconds=1)  # so that nobody must wait for its end
    with enter(Place.PLATFORM):
        row = RunStep.objects.get(run__key=run, position=point.position)
        step = kinds()[row.kind]
        real = step.do

        def do(self: Any, tenant: Any) -> None:
            if self.args() != row.args:
                return real(self, tenant)
            if point.moment == "before":
                die()
            if point.moment == "at the commit":
                for connection in connections.all():
                    connection._commit = die
            real(self, tenant)
            return die()

        step.do = do
        runner.execute(run)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
