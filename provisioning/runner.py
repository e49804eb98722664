"""Carry out a run: take its lease, do step after step, look, record."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from kernel import traces
from kernel.errors import DomainError
from kernel.ids import new_id
from provisioning.errors import RunBusy
from provisioning.models import Run, RunLine, RunStep
from provisioning.step import make
from tenants.isolation import hosts
from tenants.isolation.current import Place, enter

log = logging.getLogger(__name__)

# A little shorter than the lease of the job that carries out the run: who takes that over finds the run free.
LEASE = timedelta(seconds=4)
BEAT = 1.0


def execute(key: str) -> Run:
    """Carry out the run to its end or to the first step that fails. Runs on the platform.

    Raises: RunBusy when another process has it.
    """
    with lease(key) as run:
        if run.state == Run.State.DONE:
            return run
        Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, started_at=run.started_at or timezone.now())
        for row in run.steps.exclude(state=RunStep.State.DONE).order_by("position"):
            _keep(run)
            if not _step(run, row):
                return _end(run, Run.State.FAILED)
        return _end(run, Run.State.DONE)


def _keep(run: Run) -> None:
    """Go on only while the lease is ours: a process that stood still may have been replaced.

    Raises: RunBusy.
    """
    if not Run.objects.filter(pk=run.pk, leased_by=run.leased_by).update(leased_until=Now() + LEASE):
        raise RunBusy


def _step(run: Run, row: RunStep) -> bool:
    """Do one step and record it last; say whether it is done."""
    step = make(row.kind, row.args)
    RunStep.objects.filter(pk=row.pk).update(state=RunStep.State.RUNNING, started_at=timezone.now())
    run.tenant.refresh_from_db()
    try:
        was_done = step.is_done(run.tenant)
        if not was_done:
            step.do(run.tenant)
    except Exception as error:
        log.exception("The step %s of %s failed.", row.kind, run.tenant)  # its detail may be a person's address
        _record(row, RunLine.Outcome.FAILED, problem=_sentence(error), text=_sentence(error))
        return False
    hosts.forget()
    _record(row, RunLine.Outcome.WAS_DONE if was_done else RunLine.Outcome.DONE)
    return True


def _sentence(error: Exception) -> str:
    return error.message if isinstance(error, DomainError) else traces.fact(error)


def _record(row: RunStep, outcome: RunLine.Outcome, *, problem: str = "", text: str = "") -> None:
    state = RunStep.State.FAILED if outcome == RunLine.Outcome.FAILED else RunStep.State.DONE
    was_done = outcome == RunLine.Outcome.WAS_DONE
    found = RunStep.objects.filter(pk=row.pk)
    if found.update(state=state, finished_at=timezone.now(), problem=problem, was_done=was_done):  # see `_end`
        RunLine.objects.create(run_id=row.run_id, step=row, outcome=outcome, text=text)


def _end(run: Run, state: str) -> Run:
    """Record the end; the last step of a tenant's deletion has deleted its runs, this one among them."""
    run.state = state
    if Run.objects.filter(pk=run.pk).update(state=state, finished_at=timezone.now()):
        run.refresh_from_db()
    if state == Run.State.DONE:  # what stopped before has been made up for
        before = Run.unresolved().filter(tenant=run.tenant_id, title_id=run.title_id, pk__lt=run.pk)
        before.update(set_aside_at=timezone.now())
    return run


@contextmanager
def lease(key: str) -> Iterator[Run]:
    """Hold the run for this process, with a heartbeat, until the block ends.

    Raises: RunBusy.
    """
    me = f"{socket.gethostname()[:20]}:{os.getpid()}:{new_id()[:6]}"
    free = Q(leased_until=None) | Q(leased_until__lt=Now())
    if not Run.objects.filter(free, key=key).update(leased_by=me, leased_until=Now() + LEASE):
        raise RunBusy
    heartbeat = Heartbeat(key, me)
    heartbeat.start()
    try:
        yield Run.objects.select_related("tenant").get(key=key)
    finally:
        heartbeat.stop()
        Run.objects.filter(key=key, leased_by=me).update(leased_by="", leased_until=None)


class Heartbeat(Thread):
    """Extends a lease every second, on a connection of its own."""

    def __init__(self, key: str, me: str) -> None:
        super().__init__(name=f"heartbeat {key}", daemon=True)
        self._key, self._me, self._asked = key, me, Event()

    def run(self) -> None:
        """Beat until told to stop."""
        with enter(Place.PLATFORM):
            while not self._asked.wait(BEAT):
                Run.objects.filter(key=self._key, leased_by=self._me).update(leased_until=Now() + LEASE)
        connection.close()

    def stop(self) -> None:
        """End with the present beat."""
        self._asked.set()
        self.join()
