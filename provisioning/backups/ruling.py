"""When one tenant is backed up and how long that is kept, where it differs from what holds for all."""

from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from provisioning import identity
from provisioning.backups import queries
from provisioning.models import Backup, BackupRule
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

FIELDS = ("hour", "daily", "weekly", "monthly")

# The hour of the day, and how many days, weeks and months keep their last backup.
Rule = dict[str, int]


def of(tenant: Tenant) -> Rule:
    """Return what holds for the tenant."""
    return _said(queries.rule(tenant))


def lost(tenant: Tenant, wanted: Rule) -> int:
    """Return how many of the backups that are there another rule would delete; two stay by any."""
    over = queries.over_by(BackupRule(**wanted), tenant, timezone.now())
    return sum(backup.occasion == Backup.Occasion.SCHEDULED for backup in over)


@transaction.atomic
def change(tenant: Tenant, wanted: Rule, *, by: Actor) -> None:
    """Set the rule; both histories say so. What holds for all needs no row, and the same again changes nothing.

    Raises: OrderRefused when there is no portal yet.
    """
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    identity.require_made(locked)
    before = of(locked)
    if before == wanted:
        return
    BackupRule.objects.filter(tenant=locked).delete()
    if wanted != _said(BackupRule()):
        BackupRule.objects.create(tenant=locked, **wanted)
    kept = {"before": before, "after": wanted}
    audit.record("regions.backup_rule", locked, by=by, summary=f"Changed the backup rule of {locked.name}", **kept)
    with enter(tenancy(locked)):
        audit.record("portal.backup_rule", "portal", by=by, summary="The backup rule was changed", **kept)


def _said(rule: BackupRule) -> Rule:
    return {name: getattr(rule, name) for name in FIELDS}
