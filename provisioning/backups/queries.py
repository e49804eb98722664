"""Questions about backups."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from provisioning.backups.rules import is_due, to_keep
from provisioning.errors import OrderRefused
from provisioning.models import Backup, BackupRule, Run, RunStep
from tenants.registry.models import Tenant
from tenants.registry.queries import running

# A region that left may still think better of it.
AFTER_LEAVING = timedelta(days=90)
# A backup that nobody has tried to restore for so long is a hope.
UNTRIED = timedelta(days=7)

# Steps that close a portal to restore it, or open one.
DOORS = ("CloseToRestore", "OpenRestored", "OpenAgain")


@dataclass(frozen=True, slots=True)
class Stopped:
    """A restore that closed a portal and stopped: what the portal was before, and whether the backup is in place."""

    run: Run
    state: str
    has_restored: bool


def kept(tenant: Tenant) -> QuerySet[Backup]:
    """Return all that is kept of the tenant, newest first."""
    return Backup.objects.filter(tenant=tenant, state=Backup.State.KEPT).order_by("-taken_at")


def whole(tenant: Tenant) -> QuerySet[Backup]:
    """Return the backups that the tenant can be restored from, newest first."""
    return kept(tenant).exclude(occasion=Backup.Occasion.REST)


def shelved(tenant: Tenant) -> QuerySet[Backup]:
    """Return what the region's own people see: what it can be restored from, and what is being made."""
    found = tenant.backups.filter(state__in=[Backup.State.KEPT, Backup.State.ORDERED])
    return found.exclude(occasion=Backup.Occasion.REST).order_by("-taken_at")


def last(tenant: Tenant) -> Backup | None:
    """Return the newest backup that the tenant can be restored from."""
    return whole(tenant).first()


def last_tried(tenant: Tenant) -> Backup | None:
    """Return the backup that was last really restored to try, and came back equal."""
    return whole(tenant).exclude(verified_at=None).order_by("-verified_at").first()


def rule(tenant: Tenant) -> BackupRule:
    """Return the tenant's rule, or the one that holds for all."""
    return getattr(tenant, "backup_rule", None) or BackupRule(tenant=tenant)


def stopped_restore(tenant: Tenant) -> Stopped | None:
    """Return the restore that closed a portal and stopped; None for one that is open, or was closed by people."""
    if tenant.state != Tenant.State.SUSPENDED:
        return None
    run = tenant.runs.filter(steps__kind__in=DOORS).order_by("-id").first()
    if run is None or run.state != Run.State.FAILED:
        return None
    steps = {row.kind: row for row in run.steps.all()}
    ended = {kind for kind, row in steps.items() if row.state == RunStep.State.DONE}
    opening = steps.get("OpenRestored")
    if opening is None or "CloseToRestore" in steps.keys() - ended or opening.args["state"] == Tenant.State.SUSPENDED:
        return None
    return Stopped(run, opening.args["state"], "RestoreBackup" in ended)


def state_before(tenant: Tenant) -> str:
    """Return what a portal was before a restore closed it that stopped; of another, nothing."""
    stopped = stopped_restore(tenant)
    return stopped.state if stopped else ""


def find(tenant: Tenant, key: str) -> Backup:
    """Return what is kept under this key, or without one the newest backup.

    Raises: OrderRefused.
    """
    backup = kept(tenant).filter(key=key).first() if key else last(tenant)
    if backup is None:
        message = _("%(name)s has no such backup.") if key else _("%(name)s has no backup yet.")
        raise OrderRefused(message % {"name": tenant.name}, field="backup")
    return backup


def find_whole(tenant: Tenant, key: str) -> Backup:
    """Return the backup with this key, or without one the newest.

    Raises: OrderRefused, also for what was only left of a portal.
    """
    backup = find(tenant, key)
    if backup.occasion == Backup.Occasion.REST:
        message = _("This is what was left of the portal, not all of it. It can be unpacked and read.")
        raise OrderRefused(message, field="backup")
    return backup


def due(now: datetime) -> list[Tenant]:
    """Return the tenants whose hour has struck since their last backup on schedule, or since they were made."""
    scheduled = Backup.objects.filter(occasion=Backup.Occasion.SCHEDULED).exclude(taken_at=None)
    found = []
    for tenant in running().order_by("pk"):
        newest = scheduled.filter(tenant=tenant).values_list("taken_at", flat=True).order_by("-taken_at").first()
        if is_due(rule(tenant), now=now.astimezone(ZoneInfo(tenant.time_zone)), last=newest or tenant.created_at):
            found.append(tenant)
    return found


def is_untried(tenant: Tenant, now: datetime) -> bool:
    """Say whether it is time to try a backup of the tenant out."""
    tried = last_tried(tenant)
    return tried is None or tried.verified_at is None or tried.verified_at < now - UNTRIED


def over(now: datetime) -> list[Backup]:
    """Return the backups that are kept no longer."""
    left = Backup.objects.filter(tenant=None, state=Backup.State.KEPT, taken_at__lt=now - AFTER_LEAVING)
    there = Tenant.objects.filter(backups__state=Backup.State.KEPT).distinct().order_by("pk")
    return [*left, *(backup for tenant in there for backup in over_by(rule(tenant), tenant, now))]


def over_by(rule: BackupRule, tenant: Tenant, now: datetime) -> list[Backup]:
    """Return the tenant's backups that are kept no longer when this rule holds.

    By the rule go those on schedule, by age the others; the last one and the last tried one stay.
    """
    rows, zone = list(kept(tenant)), ZoneInfo(tenant.time_zone)
    moments = {row: row.taken_at.astimezone(zone) for row in rows if row.taken_at}
    scheduled = [moments[row] for row in rows if row.occasion == Backup.Occasion.SCHEDULED]
    by_rule, stay = to_keep(scheduled, rule), {last(tenant), last_tried(tenant)}
    young = now - timedelta(days=settings.UNDO_DAYS)

    def is_over(row: Backup) -> bool:
        is_scheduled = row.occasion == Backup.Occasion.SCHEDULED
        return moments[row] not in by_rule if is_scheduled else moments[row] < young

    return [row for row in rows if row not in stay and is_over(row)]
