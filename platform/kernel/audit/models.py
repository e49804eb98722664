"""The audit log and its seals."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from kernel.accounts.fields import ActorField
from kernel.ids import new_id


class Entry(models.Model):
    """One thing that was done. Tenant roles may insert and read it, never change it."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = ActorField()
    action = models.CharField(max_length=80, db_index=True)
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=64, blank=True)
    summary = models.CharField(max_length=300)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)
    origin = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "entries"
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject_key", "at", "id"], name="audit_entry_subject"),
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["actor_key", "at", "id"], name="audit_entry_actor"),
            models.Index(fields=["action", "at", "id"], name="audit_entry_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.summary}"


class Seal(models.Model):
    """An entry's place in the chain: SHA-256 over the seal before it and what `content` says of the entry."""

    sequence = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    digest = models.BinaryField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1, db_default=1)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence}"

    @property
    def hex(self) -> str:
        """Return the digest as it is written down."""
        return bytes(self.digest).hex()
