"""Every second: ring for what a dead worker held. Every five: ring again for what waits, plan what repeats."""

import logging
import time
from datetime import datetime
from threading import Event, Thread

from django.db import Error, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from kernel.ids import new_id
from kernel.modules import registry as modules
from tenants.isolation.current import Place, enter
from tenants.jobs import doorbell, worker
from tenants.jobs.models import Job, platform_role
from tenants.jobs.registry import TASKS, Task
from tenants.quotas import counting
from tenants.registry.models import InstalledModule
from tenants.registry.queries import running

log = logging.getLogger(__name__)

BEAT = 1.0
EVERY = 5.0

HELD_BY_THE_DEAD = Q(state=Job.State.RUNNING, leased_until__lt=Now())

_planned: dict[str, int] = {}


def reconcile(limit: int = 1_000) -> int:
    """Ring for each job that is due and that nobody carries out; return how many."""
    worker.unpark()
    return _ring(HELD_BY_THE_DEAD | Q(state=Job.State.WAITING, due_at__lte=Now()), limit)


def take_over(limit: int = 1_000) -> int:
    """Ring for each job whose worker died, as soon as its lease has ended; return how many."""
    return _ring(HELD_BY_THE_DEAD, limit)


def _ring(which: Q, limit: int) -> int:
    found = list(Job.objects.filter(which).order_by("id").values_list("key", "tenant_role")[:limit])
    for key, role in found:
        doorbell.ring(key, role)
    return len(found)


def plan(now: datetime) -> None:
    """Write the repeated jobs of the present slot, each once however many workers plan."""
    for task in TASKS.values():
        if task.every is None:
            continue
        slot = int(now.timestamp() // task.every.total_seconds())
        if _planned.get(task.name) != slot:
            _write(task, slot)
            _planned[task.name] = slot


def _write(task: Task, slot: int) -> None:
    roles = [platform_role()] if task.on_platform else _roles(task)
    jobs = [Job(key=new_id(), tenant_role=role, name=task.name, once=f"{task.name}:{role}:{slot}") for role in roles]
    with transaction.atomic():
        Job.objects.bulk_create(jobs, ignore_conflicts=True, batch_size=500)


def _roles(task: Task) -> list[str]:
    tenants = running()
    module = task.name.split(".", 1)[0]
    if modules.get(module) is not None:
        on = InstalledModule.objects.filter(module=module, is_enabled=True).values("tenant")
        tenants = tenants.filter(pk__in=on)
    return list(tenants.values_list("role_name", flat=True))


class Reconciler(Thread):
    """The thread of a worker process that keeps leases and reconciles."""

    def __init__(self) -> None:
        super().__init__(name="reconciler", daemon=True)
        self._stop_asked = Event()

    def run(self) -> None:
        last = 0.0
        while not self._stop_asked.wait(BEAT):
            try:
                with enter(Place.PLATFORM):
                    worker.extend()
                    counting.beat()
                    take_over()
                    if time.monotonic() - last >= EVERY:
                        last = time.monotonic()
                        plan(datetime.now().astimezone())
                        reconcile()
            except Error:
                log.warning("The reconciler waits: Postgres does not answer.")
                connection.close()
            except Exception:
                log.exception("A beat of the reconciler failed.")  # the next one must come all the same

    def stop(self) -> None:
        """End after the present beat."""
        self._stop_asked.set()
