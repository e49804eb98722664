"""Limits and what is used of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.registry.models import Tenant

# Percent of a limit: when its people are told, when what can wait is refused, and what citizens' photos may reach.
WARN = 80
FULL = 100
GRACE = 120


class Quota(models.Model):
    """One limit of one tenant, and how much of it is used.

    `allowed` None is the installation's usual limit. `used` is measured every hour (rows, files; bytes of files are
    also counted as they come and go), or counted on the tenant's own `day` (mails, jobs). A tenant's role may read its
    own rows, and count its files; it may change no limit.
    """

    class Kind(models.TextChoices):
        ROWS = "rows", _("Rows")
        STORAGE = "storage", _("Files")
        MAILS = "mails", _("Mails a day")
        JOBS = "jobs", _("Jobs a day")

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="quotas")
    tenant_role = models.CharField(max_length=63)
    kind = models.CharField(max_length=8, choices=Kind)
    allowed = models.PositiveBigIntegerField(null=True)
    used = models.BigIntegerField(default=0)
    day = models.DateField(null=True)
    warned_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "quota"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_role", "kind"], name="quota_once_a_kind"),
            models.CheckConstraint(condition=models.Q(used__gte=0), name="quota_used_not_below_0"),
            models.CheckConstraint(condition=models.Q(allowed__gt=0), name="quota_allowed_above_0"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant_role} {self.kind}"


DAILY = (Quota.Kind.MAILS, Quota.Kind.JOBS)
