"""Heads of chains and verifications. Only the owner writes them; the platform reads, and no tenant's role."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from tenants.registry.models import Tenant

# What has not ended by then was killed.
GIVEN_UP = timedelta(hours=1)
FORMAT = "live-audit-head-1"


def line(key: str, kind: str, sequence: int, digest: str, at: datetime) -> str:
    """Return a head as it is signed; `key` says whose chain it is."""
    return f"{FORMAT} {key} {kind} {sequence} {digest} {at.isoformat()}"


class Head(models.Model):
    """The end of a chain at one moment, signed; without a tenant, of the platform's own.

    Behind a restore or an import those of before count no more: the chain goes on from this one.
    """

    class Kind(models.TextChoices):
        KEPT = "kept"
        RESTORED = "restored"
        IMPORTED = "imported"

    # Deleted by Postgres with the tenant: the web role may not.
    tenant = models.ForeignKey(
        Tenant, on_delete=models.DO_NOTHING, null=True, related_name="heads", db_constraint=False
    )
    kind = models.CharField(max_length=8, choices=Kind)
    sequence = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    signature = models.CharField(max_length=100)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["tenant", "at"], name="proofs_head_newest")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.digest}"

    def receipt(self, key: str) -> str:
        """Return the signed line that people may keep; `key` is the tenant's, or "platform"."""
        return f"{line(key, self.kind, self.sequence, self.digest, self.at)} {self.signature}"


class Verification(models.Model):
    """What following a chain to its end came to, the last time; one row a chain.

    `problem` is empty, or what is wrong with the first bad row: its `sequence` (None: it has no seal), its entry's
    `key` and time. Where a head does not fit, the bad rows begin at or behind `since`.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    entries = models.BigIntegerField(default=0)
    until = models.DateTimeField(null=True)
    heads = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=16, blank=True)
    sequence = models.BigIntegerField(null=True)
    since = models.BigIntegerField(default=0)
    key = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)
    lost = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant"], name="proofs_one_a_chain", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.entries} {self.problem or 'unbroken'}"

    @property
    def is_under_way(self) -> bool:
        """Say whether the chain is being followed now; `finished_at` and what was found are then of the time before."""
        is_open = self.finished_at is None or self.started_at > self.finished_at
        return is_open and self.started_at > timezone.now() - GIVEN_UP
