"""A tenant's backups as its own people see them: neither keys nor paths, nor what an error said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kernel.geo import zone_name
from kernel.text import Text
from provisioning.backups import queries
from provisioning.backups.rules import to_keep
from provisioning.models import Backup, BackupRule, Run
from provisioning.ordering import open_runs
from tenants.isolation.current import Place, enter, tenant
from tenants.registry.models import Tenant

PERIODS = {"daily": _("daily"), "weekly": _("weekly"), "monthly": _("monthly")}


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that is there. On schedule it stays for its `periods`, else until a day."""

    taken_at: datetime
    size: int
    occasion: str
    periods: list[str]
    until: datetime | None
    verified_at: datetime | None
    is_broken: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The backups, newest first, by which rule they are kept, and when one was last really restored to try.

    Those that were asked for are kept for `days`. `under_way` is what is done to the portal at this moment;
    `has_stopped` says that the newest order made no backup.
    """

    rows: list[Kept]
    tried_at: datetime | None
    rule: BackupRule
    zone: str
    days: int
    under_way: Text | None
    has_stopped: bool

    @property
    def last(self) -> Kept | None:
        """Return the newest backup."""
        return self.rows[0] if self.rows else None

    @property
    def has_broken(self) -> bool:
        """Say whether one of them could not be restored when it was tried out."""
        return any(row.is_broken for row in self.rows)


def own() -> Shelf:
    """Return the backups of the tenant that the code is in. Three queries, however many there are."""
    where = tenant()
    with enter(Place.PLATFORM):
        return _of(Tenant.objects.select_related("backup_rule").get(pk=where.id))


def _of(tenant: Tenant) -> Shelf:
    rule, run = queries.rule(tenant), open_runs(tenant).first()
    there = list(queries.shelved(tenant))
    rows = _kept_by(rule, [row for row in there if row.state == Backup.State.KEPT], ZoneInfo(tenant.time_zone))
    ordered = [row.created_at for row in there if row.state == Backup.State.ORDERED]
    return Shelf(
        rows=rows,
        tried_at=max((row.verified_at for row in rows if row.verified_at), default=None),
        rule=rule,
        zone=zone_name(tenant.time_zone),
        days=settings.UNDO_DAYS,
        under_way=title(run) if run else None,
        has_stopped=run is None and any(not rows or at > rows[0].taken_at for at in ordered),
    )


def title(run: Run) -> Text:
    """Return what a run was asked to do."""
    return Text(id=run.title_id, en=run.title_en)


def _kept_by(rule: BackupRule, found: list[Backup], zone: ZoneInfo) -> list[Kept]:
    """Return the backups with why each would stay by a rule; its days begin and end in the zone."""
    moments = {row: row.taken_at.astimezone(zone) for row in found if row.taken_at}
    scheduled = [moments[row] for row in found if row.occasion == Backup.Occasion.SCHEDULED]
    periods = _periods(scheduled, rule)
    return [_kept(row, moments[row], periods) for row in found]


def _periods(scheduled: list[datetime], rule: BackupRule) -> dict[datetime, list[str]]:
    """Return for which periods each moment is kept by the rule."""
    found = defaultdict(list)
    for name, label in PERIODS.items():
        alone = BackupRule(**{**dict.fromkeys(PERIODS, 0), name: getattr(rule, name)})
        for moment in to_keep(scheduled, alone):
            found[moment].append(str(label))
    return found


def _kept(row: Backup, taken_at: datetime, periods: dict[datetime, list[str]]) -> Kept:
    is_scheduled = row.occasion == Backup.Occasion.SCHEDULED
    return Kept(
        taken_at=taken_at,
        size=row.size,
        occasion=row.get_occasion_display(),
        periods=periods.get(taken_at, []) if is_scheduled else [],
        until=None if is_scheduled else taken_at + timedelta(days=settings.UNDO_DAYS),
        verified_at=row.verified_at,
        is_broken=bool(row.problem),
    )
