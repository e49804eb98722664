"""What people were told, how they want to hear of it, and where mails do not arrive."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from kernel.accounts.fields import ActorField
from kernel.ids import new_id
from tenants.notices.kinds import Channel


class Notice(models.Model):
    """Something that one person was told. `context` is plain text for the kind's placeholders.

    `is_for_digest`: it waits for the next morning's mail. `once`: for which occasion, where she is told once only.
    """

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    recipient = ActorField()
    kind = models.CharField(max_length=80)
    context: Any = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    is_for_digest = models.BooleanField(default=False)
    once = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["recipient_key", "-id"], name="notice_of_recipient"),
            models.Index(fields=["recipient_key"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["at"], condition=models.Q(is_for_digest=True), name="notice_for_digest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient_key", "once"], condition=~models.Q(once=""), name="notice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Choice(models.Model):
    """How somebody wants to hear of one kind; no row means as the kind says."""

    recipient = ActorField()
    kind = models.CharField(max_length=80)
    channel = models.CharField(max_length=8, choices=Channel)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient_kind", "recipient_key", "kind"], name="choice_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel}"


class FailingAddress(models.Model):
    """An address at which mails do not arrive. `is_final`: nothing more is sent there until somebody corrects it."""

    email = models.EmailField()
    failures = models.PositiveSmallIntegerField(default=1)
    is_final = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "failing addresses"
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="failing_address_once")]

    def __str__(self) -> str:
        return self.email
