"""Jobs made for a test, and the rows by which they show that they ran."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from kernel.accounts.models import Unit
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs import doorbell
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tenants.jobs.registry import TASKS, job
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

TRACE = "Jejak uji"


@pytest.fixture
def region(committed) -> Iterator[Tenancy]:
    """Makassar, outside a transaction, with an empty queue."""
    Job.objects.all().delete()  # what stages of other tests asked for, and rang for
    doorbell.broker().flush(doorbell.QUEUE)
    yield tenancy(Tenant.objects.get(region_code="73.71"))
    doorbell.broker().flush(doorbell.QUEUE)


@pytest.fixture
def task() -> Iterator[Callable[..., None]]:
    """Register functions as jobs for this test."""
    before = dict(TASKS)

    def register(name: str, function: Callable[..., None], **how: Any) -> None:
        job(name, **how)(function)

    yield register
    TASKS.clear()
    TASKS.update(before)


def leave_trace(**payload: object) -> None:
    """Write a row of the tenant that the code is in."""
    Unit.objects.create(name=f"{TRACE} {Unit.objects.count()}")


def traces(where: Tenancy) -> int:
    """Return how many traces there are."""
    with enter(where):
        return Unit.objects.filter(name__startswith=TRACE).count()


def ask(where: Tenancy | Place, name: str, **payload: Any) -> str:
    """Write a job there, as an action does."""
    with enter(where), transaction.atomic():
        return enqueue(name, **payload)


def make_due(key: str) -> None:
    """Let the time until the job's next attempt pass."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE job SET due_at = now() - interval '1 second' WHERE key = %s", [key])


def state_of(key: str) -> str:
    """Return the job's state."""
    return Job.objects.values_list("state", flat=True).get(key=key)
