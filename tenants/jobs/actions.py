"""Ask for a job. Actions write rows by name; they import no tasks."""

import json
import logging
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction

from kernel.ids import new_id
from tenants.jobs import doorbell

log = logging.getLogger(__name__)


def enqueue(name: str, *, due_at: datetime | None = None, **payload: Any) -> str:
    """Write a job for the current place into the current transaction, and ring when it commits.

    Returns the job's key.
    """
    key = new_id()
    data = json.dumps(payload, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.job (key, name, payload, due_at) VALUES (%s, %s, %s, coalesce(%s, now()))",
            [key, name, data, due_at],
        )
    if due_at is None:
        transaction.on_commit(lambda: doorbell.ring(key), robust=True)
    return key
