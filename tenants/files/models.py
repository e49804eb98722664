"""Stored files, and copies of all that the tenant has."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.ids import new_id


class StoredFile(models.Model):
    """A file of this tenant. `owner` says what it belongs to, as `<module>.<noun>:<key>`."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    owner = models.CharField(max_length=120, db_index=True)
    is_private = models.BooleanField()
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A copy of all that this tenant has, to be taken away. `progress` is in per cent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        GONE = "gone", _("Deleted")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    asked_by = ActorField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state"], condition=models.Q(state="waiting"), name="export_waiting_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} ({self.state})"
