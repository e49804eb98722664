"""Ask for a job. Actions write rows by name; they import no tasks."""

import json
import logging
from datetime import datetime
from typing import Any

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from kernel.ids import new_id
from tenants.isolation.current import Tenancy, place
from tenants.jobs import doorbell
from tenants.jobs.models import platform_role

log = logging.getLogger(__name__)


def enqueue(name: str, *, due_at: datetime | None = None, **payload: Any) -> str:
    """Write a job for the current place into the current transaction, and ring when it commits.

    Its line in the log carries the number of the present request; a job that another one asks for has that one's.

    Returns the job's key.
    """
    key = new_id()
    data = json.dumps(payload, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.job (key, name, payload, due_at, request) VALUES (%s, %s, %s, coalesce(%s, now()), %s)",
            [key, name, data, due_at, structlog.contextvars.get_contextvars().get("request", "")],
        )
    if due_at is None:
        role = _role()
        transaction.on_commit(lambda: doorbell.ring(key, role), robust=True)
    return key


def _role() -> str:
    """Return whom Postgres takes the row to be from."""
    here = place()
    return here.role if isinstance(here, Tenancy) else platform_role()
