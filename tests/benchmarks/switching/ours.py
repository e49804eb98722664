"""Our side: `tenants.isolation.current.enter` is the only way."""

from collections import deque
from threading import local
from typing import Any

from django.db import transaction

from tenants.customization import queries as customization
from tenants.isolation.current import Place, Tenancy, enter, place
from tenants.isolation.errors import EnteredInGenerator, NoPlace, RowsOfAnotherPlace
from tenants.jobs import worker
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job
from tenants.registry.models import Tenant
from tests.benchmarks.switching import tenants
from tests.benchmarks.switching.shapes import BODIES
from tests.benchmarks.switching.trip import Side, Trip

_thread = local()
_waiting: deque[str] = deque()  # all threads put jobs in and take the oldest out


def side(database: str) -> Side:
    """Return our way to the small tenants of this database."""
    return Side(
        places=[_tenancy(database, number, schema) for number, schema in tenants.names()],
        enter=enter,
        block=enter,
        decorate=enter,
        expected=lambda where: (where.role, where.schema, where.schema),
        remembers=lambda where: customization.own_word("mark", "id") == where.schema,
        carry=_carry,
        refusals=(EnteredInGenerator, RowsOfAnotherPlace, NoPlace),
    )


def register(where: list[Tenancy]) -> None:
    """Let the worker find the small tenants and the bodies of their jobs. Runs on the platform."""
    Tenant.objects.bulk_create(
        Tenant(schema_name=one.schema, role_name=one.role, name=one.name, slug=one.slug, kind=one.kind, state="live")
        for one in where
    )
    for name in BODIES:
        job(f"switching.{name}")(_body(name))


def _body(name: str) -> Any:
    def body(schema: str) -> None:
        trip: Trip = _thread.trip
        where = next(one for one in trip.side.places if one.schema == schema)
        BODIES[name](trip, where)

    return body


def _carry(trip: Trip, where: Tenancy, body: str) -> int:
    with enter(where), transaction.atomic():
        _waiting.append(enqueue(f"switching.{body}", schema=where.schema))
    _thread.trip = trip
    worker.run(_waiting.popleft())
    trip.events += place() is not Place.NOBODY
    return 4  # to put it in, to lease it, to do it, to record it


def _tenancy(database: str, number: int, schema: str) -> Tenancy:
    return Tenancy(
        id=number,
        key=schema,
        schema=schema,
        role=tenants.role(database, schema),
        slug=schema,
        name=schema,
        kind="city",
        region_code=None,
        state="live",
        time_zone="Asia/Jakarta",
        domain=f"{schema}.localhost",
    )
