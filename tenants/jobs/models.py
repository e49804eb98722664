"""The queue."""

from typing import Any, ClassVar

from django.db import connection, models
from django.db.models.functions import Now

from kernel.ids import new_id


class Job(models.Model):
    """Something to be done later, in the tenant that asked for it or on the platform.

    A tenant's role may insert `key`, `name`, `payload`, `due_at` and `request`; row-level security makes
    `tenant_role` its own name. `request` is the number of the request that ordered it, for the log.
    `once` keeps two jobs for the same occasion out.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        PARKED = "parked"

    key = models.CharField(max_length=16, unique=True, default=new_id)
    tenant_role = models.CharField(max_length=63)
    name = models.CharField(max_length=80)
    payload: Any = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    once = models.CharField(max_length=120, null=True, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_default=State.WAITING)
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(db_default=0)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(db_default="")
    request = models.CharField(max_length=36, db_default="")

    class Meta:
        db_table = "job"
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(request__regex="^[0-9a-f-]*$"), name="job_request_is_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="job_waiting"),
            models.Index(fields=["leased_until"], condition=models.Q(state="running"), name="job_running"),
            models.Index(fields=["tenant_role"], condition=models.Q(state="parked"), name="job_parked"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key}"


def platform_role() -> str:
    """Return the role under which the platform itself puts jobs in."""
    return f"{connection.settings_dict['NAME']}_platform"
