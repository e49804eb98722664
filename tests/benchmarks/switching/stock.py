"""The side of stock django-tenants: each shape by the way that its documentation shows for it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django_tenants import utils

from kernel.accounts.models import Unit
from tests.benchmarks.stock.models import Client
from tests.benchmarks.switching import tenants
from tests.benchmarks.switching.shapes import BODIES, Undo
from tests.benchmarks.switching.trip import Side, Trip


def side(user: str) -> Side:
    """Return django-tenants' ways to the small tenants."""
    numbers = {schema: number for number, schema in tenants.names()}
    return Side(
        places=[Client(pk=number, schema_name=schema) for schema, number in numbers.items()],
        enter=utils.tenant_context,  # noqa: TID251 - it is what is measured
        block=lambda where: where,
        decorate=_decorate,
        expected=lambda where: (user, where.schema_name, where.schema_name),
        remembers=lambda where: ContentType.objects.get_for_model(Unit).pk == numbers[where.schema_name],
        carry=_carry,
    )


def _decorate(where: Client) -> Callable[[Callable[..., None]], Callable[..., None]]:
    decorate: Callable[[Callable[..., None]], Callable[..., None]] = utils.schema_context(where.schema_name)  # noqa: TID251 - as above
    return decorate


def _carry(trip: Trip, where: Any, body: str) -> int:
    """Do the job as its tutorials do: inside the tenant's own block."""
    with suppress(Undo), where, transaction.atomic():
        BODIES[body](trip, where)
    return 1
