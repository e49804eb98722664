"""Carry out jobs: lease the row, enter its place, do it, record it."""

import logging
import time
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from threading import Lock

import structlog
from django.db import ProgrammingError, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from kernel import metrics, traces
from kernel.errors import FinalFailure
from kernel.modules import registry as modules
from tenants.isolation.current import Place, Tenancy, enter, label
from tenants.jobs.models import Job, platform_role
from tenants.jobs.registry import TASKS, Task
from tenants.quotas import counting
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

log = logging.getLogger(__name__)

# With the reconciler's pace: what a killed worker held runs again within ten seconds.
LEASE = timedelta(seconds=5)
MAX_ATTEMPTS = 8
WAITS = tuple(timedelta(seconds=2**attempt) for attempt in range(1, MAX_ATTEMPTS + 1))
# A tenant that is behind its code lacks tables or columns (LACKING) until it is updated: its jobs wait for so long.
BEHIND_FOR, BEHIND_WAIT = timedelta(hours=1), timedelta(seconds=15)
LACKING = ("42P01", "42703")
WORKING = [Tenant.State.PROVISIONING, Tenant.State.READY, Tenant.State.LIVE]
SENTENCES = {
    "done": (logging.INFO, "A job was done."),
    "early": (logging.INFO, "A job waits for its tables."),
    "failed": (logging.ERROR, "A job failed."),
    "lost": (logging.WARNING, "A job was taken over by another worker."),
}

_mine: set[str] = set()
_lock = Lock()


class LeaseLost(Exception):
    """Another worker has taken the job meanwhile: what this one wrote is rolled back."""


class UnknownJob(LookupError):
    """No code is registered under the job's name."""


def run(key: str) -> None:
    """Carry out one job, unless another worker has it or its place is not running."""
    with enter(Place.PLATFORM):
        leased = lease(key)
        where = place_of(leased) if leased else None
    if leased is None or where is None:
        return
    with _lock:
        _mine.add(key)
    ordered_in = {"request": leased.request} if leased.request else {}
    try:
        with structlog.contextvars.bound_contextvars(**ordered_in):
            _do(leased, where)
    finally:
        with _lock:
            _mine.discard(key)


def lease(key: str) -> Job | None:
    """Take the job for a few seconds; None when somebody else has it, or it is not due."""
    free = Q(state=Job.State.WAITING, due_at__lte=Now()) | Q(state=Job.State.RUNNING, leased_until__lt=Now())
    taken = Job.objects.filter(free, key=key).update(
        state=Job.State.RUNNING, leased_until=Now() + LEASE, attempts=F("attempts") + 1
    )
    return Job.objects.get(key=key) if taken else None


def extend() -> None:
    """Keep the leases of this process's jobs; called every second."""
    with _lock:
        mine = list(_mine)
    if mine:
        Job.objects.filter(key__in=mine, state=Job.State.RUNNING).update(leased_until=Now() + LEASE)


def place_of(job: Job) -> Tenancy | Place | None:
    """Return where the job runs; park it and return None when that place is not running, or has had enough today."""
    if job.tenant_role == platform_role():
        return Place.PLATFORM
    tenant = Tenant.objects.filter(role_name=job.tenant_role, state__in=WORKING).first()
    where = tenancy(tenant) if tenant else None
    if where is None or not _may_run(job.name, where):
        _held(job).update(state=Job.State.PARKED, leased_until=None, attempts=F("attempts") - 1)
        return None
    return where


def unpark() -> int:
    """Let parked jobs wait again where the tenant runs, the module is on and no limit is reached; return how many."""
    parked = set(Job.objects.filter(state=Job.State.PARKED).values_list("tenant_role", "name"))
    tenants = Tenant.objects.filter(state__in=WORKING, role_name__in={role for role, _name in parked})
    return sum(
        _unpark(tenancy(tenant), {name for role, name in parked if role == tenant.role_name}) for tenant in tenants
    )


def _unpark(where: Tenancy, names: set[str]) -> int:
    allowed = [name for name in names if _may_run(name, where)]
    parked = Job.objects.filter(state=Job.State.PARKED, tenant_role=where.role, name__in=allowed)
    return parked.update(state=Job.State.WAITING)


def _may_run(name: str, where: Tenancy) -> bool:
    module = name.split(".", 1)[0]
    is_on = modules.get(module) is None or where.has_enabled(module)
    return is_on and not counting.is_held(name, where)


def _do(job: Job, where: Tenancy | Place) -> None:
    task, started = TASKS.get(job.name), time.perf_counter()
    try:
        if task is None:
            raise UnknownJob
        with _transaction(task):
            with enter(where):
                task.function(**job.payload)
            if task.is_atomic:
                _finish(job)
        if not task.is_atomic:
            _finish(job)
    except LeaseLost:
        _note(job, where, started, "lost")
    except Exception as error:
        _failed(job, where, started, error)
    else:
        _note(job, where, started, "done")
        if isinstance(where, Tenancy):
            counting.note(job.name, where)


def _failed(job: Job, where: Tenancy | Place, started: float, error: Exception) -> None:
    if _is_early(job, where, error):
        _note(job, where, started, "early")
        _wait(job)
    else:
        _note(job, where, started, "failed", error)
        _fail(job, error)


def _is_early(job: Job, where: Tenancy | Place, error: Exception) -> bool:
    """Say whether the job failed because its tenant has not been updated yet. After an hour that is no excuse."""
    is_lacking = isinstance(error, ProgrammingError) and getattr(error.__cause__, "pgcode", "") in LACKING
    return is_lacking and isinstance(where, Tenancy) and job.created_at > timezone.now() - BEHIND_FOR


def _wait(job: Job) -> None:
    """Let the job be tried a little later, as if it had not been."""
    with enter(Place.PLATFORM):
        _held(job).update(
            state=Job.State.WAITING, due_at=Now() + BEHIND_WAIT, leased_until=None, attempts=F("attempts") - 1
        )


def _note(job: Job, where: Tenancy | Place, started: float, outcome: str, error: Exception | None = None) -> None:
    """Write the line of an attempt, and count it."""
    level, sentence = SENTENCES[outcome]
    seconds = round(time.perf_counter() - started, 4)
    line = {"tenant": label(where), "job": job.name, "attempt": job.attempts, "seconds": seconds}
    log.log(level, sentence, extra=line, exc_info=error)
    metrics.count_job(job.name if job.name in TASKS else "unknown", label(where), outcome)


def _transaction(task: Task) -> AbstractContextManager[object]:
    return transaction.atomic() if task.is_atomic else nullcontext()


def _held(job: Job) -> QuerySet[Job]:
    """Return the job's row while nobody else has leased it: each lease is another attempt."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def _finish(job: Job) -> None:
    with enter(Place.PLATFORM):
        if not _held(job).update(state=Job.State.DONE, finished_at=Now(), leased_until=None, error=""):
            raise LeaseLost


def _fail(job: Job, error: Exception) -> None:
    task = TASKS.get(job.name)
    waits = (task.waits if task else None) or WAITS
    is_final = isinstance(error, FinalFailure) or job.attempts >= len(waits)
    with enter(Place.PLATFORM):
        _held(job).update(
            state=Job.State.FAILED if is_final else Job.State.WAITING,
            due_at=Now() + waits[min(job.attempts, len(waits)) - 1],
            leased_until=None,
            error=traces.written(error, frames=-3),
        )
