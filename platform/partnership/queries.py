"""What the operators see of all regions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.accounts.models import Invitation
from kernel.accounts.queries import administrators
from kernel.audit import queries as audit
from kernel.audit.models import Entry
from kernel.deadlines import Moved
from kernel.geo import zone_name
from kernel.modules import registry
from kernel.modules.manifest import Module
from kernel.regions import queries as reference
from kernel.regions.models import Region
from kernel.ui.templatetags import dates
from provisioning import identity, removals
from provisioning.backups import copies
from provisioning.backups import queries as backups
from provisioning.backups.damage import Damage
from provisioning.errors import OrderRefused
from provisioning.identity import Identity
from provisioning.models import Archive, Backup, BackupRule, Run, RunStep
from provisioning.queries import moved_deadlines
from tenants.files.models import Export
from tenants.isolation.current import enter
from tenants.jobs.models import Job
from tenants.portal import queries as portal
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy

DAY = "l, j F Y"
LATE = timedelta(days=2)
NOT_LIVE = [Tenant.State.REGISTERED, Tenant.State.PROVISIONING]


@dataclass(frozen=True, slots=True)
class Counter:
    """A number at the head of the page."""

    label: str
    value: int
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which portals are meant; what is empty narrows nothing. `has` says what `module` is there."""

    q: str = ""
    state: str = ""
    kind: str = ""
    province: str = ""
    module: str = ""
    has: str = "enabled"
    behind: bool = False


def regions(wanted: Wanted | None) -> QuerySet[Tenant]:
    """Return the portals that are meant, by name; none for None."""
    if wanted is None:
        return Tenant.objects.none()
    found = Tenant.objects.prefetch_related(
        "domains", Prefetch("installed_modules", InstalledModule.objects.order_by("module"))
    )
    text, province = wanted.q, wanted.province
    if text:
        found = found.filter(Q(name__icontains=text) | Q(region_code__startswith=text) | Q(slug__icontains=text))
    if province:
        found = found.filter(Q(region_code__startswith=province) | Q(works_in__startswith=province))
    if wanted.behind:
        found = found.filter(state__in=Tenant.MADE).exclude(release=settings.RELEASE)
    same = {name: value for name in ("state", "kind") if (value := getattr(wanted, name))}
    return _with_module(found.filter(**same), wanted)


def _with_module(found: QuerySet[Tenant], wanted: Wanted) -> QuerySet[Tenant]:
    if not wanted.module:
        return found
    rows = InstalledModule.objects.filter(tenant=OuterRef("pk"), module=wanted.module)
    if wanted.has == "absent":
        return found.filter(~Exists(rows))
    return found.filter(Exists(rows if wanted.has == "installed" else rows.filter(is_enabled=wanted.has != "disabled")))


def counters() -> list[Counter]:
    """Return how many regions there are in each state that matters."""
    by_state = dict(Tenant.objects.values_list("state").annotate(Count("pk")).order_by())
    stopped = Run.unresolved().values("tenant").distinct().count()
    attention = stopped + by_state.get(Tenant.State.SUSPENDED, 0)
    return [
        Counter(_("Live"), by_state.get(Tenant.State.LIVE, 0)),
        Counter(_("Ready, not yet live"), by_state.get(Tenant.State.READY, 0)),
        Counter(_("Being prepared"), sum(by_state.get(state, 0) for state in NOT_LIVE)),
        Counter(_("Need attention"), attention, "triangle-alert" if attention else ""),
    ]


def runs_of_now() -> list[Run]:
    """Return the runs that are waiting, running or stopped, newest first, with their steps."""
    found = Run.objects.exclude(Q(state=Run.State.DONE) | Q(set_aside_at__isnull=False)).select_related("tenant")
    return list(found.prefetch_related(Prefetch("steps", RunStep.objects.order_by("position")))[:6])


def titles() -> dict[str, Module]:
    """Return the modules of this release by name."""
    return {module.name: module for module in registry.modules()}


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module of this release, and what it is in one region; `archive` is what it can be brought back from."""

    module: Module
    installed: InstalledModule | None
    archive: Archive | None


def module_rows(tenant: Tenant) -> list[ModuleRow]:
    """Return every module of this release with its state in the region."""
    installed = {row.module: row for row in tenant.installed_modules.all()}
    kept = {row.module: row for row in removals.undoable(tenant).order_by("pk")}
    return [ModuleRow(module, installed.get(module.name), kept.get(module.name)) for module in registry.modules()]


def last_copy(tenant: Tenant) -> Export | None:
    """Return the newest copy of the region's data; None when there is none, or no tables to ask."""
    if tenant.state not in Tenant.MADE:
        return None
    with enter(tenancy(tenant)):
        return Export.objects.first()


def governments() -> QuerySet[Region]:
    """Return the regions that can sign, by code."""
    return reference.governments().filter(autonomous=True)


@dataclass(frozen=True, slots=True)
class Invited:
    """How the first administrator gets her invitation: its own address, and the one that sends it by WhatsApp."""

    address: str
    whatsapp: str


def invitation(run: Run) -> Invited | None:
    """Return the link with which the first administrator joins; None once she has, or when none was asked for."""
    step = run.steps.filter(kind="InviteAdministrator", state=RunStep.State.DONE).first()
    if step is None:
        return None
    with enter(tenancy(run.tenant)):
        found = Invitation.open().filter(email__iexact=step.args["email"]).first()
        return Invited(portal.invitation_address(found), portal.whatsapp_address(found)) if found else None


def suspension(tenant: Tenant) -> Entry | None:
    """Return the line of the audit log that says since when, by whom and why; None when it is not suspended."""
    if tenant.state != Tenant.State.SUSPENDED:
        return None
    return audit.of("registry.tenant", tenant.key).filter(action="regions.suspended").last()


def reason_of(tenant: Tenant) -> str | None:
    """Return why the portal is suspended; None when it is not."""
    entry = suspension(tenant)
    return (entry.after or {}).get("reason") if entry else None


def suspending(tenant: Tenant) -> list[str]:
    """Return what suspending a portal does, a sentence for each."""
    with enter(tenancy(tenant)):
        told = administrators().count()
    waiting = Job.objects.filter(tenant_role=tenant.role_name, state__in=[Job.State.WAITING, Job.State.RUNNING]).count()
    return [
        _("Within a second, citizens and officers read that the portal of %(name)s is paused.") % {"name": tenant.name},
        _("No data is lost. Legal deadlines go on."),
        _("Its administrators can still log in to take a copy of all data; all else is closed."),
        _("Jobs and mails wait until the portal is opened again: %(count)d at this moment.") % {"count": waiting},
        ngettext(
            "%(count)d administrator of the region gets the reason by mail.",
            "%(count)d administrators of the region get the reason by mail.",
            told,
        )
        % {"count": told},
    ]


def disabling(tenant: Tenant, module: str) -> list[str]:
    """Return what disabling a module does, a sentence for each."""
    has = removals.holding(tenant, module)
    kept = _("No data is lost: %(rows)s rows and %(files)s files stay, and are back when it is enabled again.")
    return [
        _("Within a second, its pages, tiles, menus, feeds and search hits are gone from the portal of %(name)s.")
        % {"name": tenant.name},
        kept % {"rows": number_format(has.rows), "files": number_format(has.files)},
        _("Its mails and jobs wait until then. Legal deadlines go on."),
    ]


@dataclass(frozen=True, slots=True)
class Safety:
    """Whether a region could be restored today: its last backup, the last one tried out, and what is wrong."""

    last: Backup | None
    tried: Backup | None
    rule: BackupRule
    problem: str


def safety(tenant: Tenant) -> Safety:
    """Return how safe the region's data are, with a sentence where they are not."""
    last, failed = backups.last(tenant), backups.whole(tenant).exclude(problem="").first()
    problem, since = "", timezone.now() - LATE
    if failed:
        problem = _("A backup could not be restored when it was tried out: %(problem)s") % {"problem": failed.problem}
    elif last is None and tenant.state == Tenant.State.LIVE and tenant.created_at < since:
        problem = _("There is no backup of this region yet.")
    elif last is not None and last.taken_at and last.taken_at < since:
        problem = _("The last backup is older than two days. Look for a run that stopped.")
    return Safety(last, backups.last_tried(tenant), backups.rule(tenant), problem)


def _figures(tenant: Tenant, backup: Backup) -> dict[str, Any]:
    """Return what sentences say of a backup."""
    with timezone.override(tenant.time_zone):
        return {"moment": dates.moment(backup.taken_at), "rows": backup.rows, "files": backup.files}


def restoring(tenant: Tenant, backup: Backup, lost: Damage) -> list[str]:
    """Return what restoring a region of which so much is lost does in place, a sentence for each."""
    said = _figures(tenant, backup)
    opens = _("The portal opens as it was before. Everybody logs in again; nobody comes in who may not today.")
    return [
        _("What is left is kept first: tables to be unpacked and read, not a portal to be restored.")
        if lost.lost
        else _("What is there now is backed up first, so that this too can be undone."),
        _("The backup is tried out. If it cannot be restored, nothing changes and the portal stays open."),
        _("The portal is closed meanwhile: citizens read that it is paused, jobs and mails wait."),
        _("Everything becomes what it was on %(moment)s: %(rows)d rows and %(files)d files.") % said,
        _("Modules and time zone too; name and address stay as today. What was written since then is gone."),
        *(lost.shut or [opens]),
        _("Open accesses of operators end, and what citizens had deleted is deleted again."),
    ]


def copying(tenant: Tenant, backup: Backup, wanted: Identity) -> list[str]:
    """Return what a copy of a backup is, a sentence for each.

    Raises: OrderRefused.
    """
    said = _figures(tenant, backup) | {"host": copies.check(tenant, backup, wanted).host, "name": tenant.name}
    return [
        _("At %(host)s a copy is made as it was on %(moment)s: %(rows)d rows and %(files)d files.") % said,
        _("The portal of %(name)s stays as it is, and open.") % said,
        _("Its people log in as they do at the portal today. Everybody else reads that it is a copy."),
        _("It never acts as the region: no job runs, no mail is sent. What is changed in it stays in it."),
        _("It holds the same personal data as the portal. Delete it when you have seen what you were looking for."),
    ]


def renaming(tenant: Tenant, wanted: Identity) -> list[str]:
    """Return what changing a portal's name or address does, a sentence for each.

    Raises: OrderRefused, also when nothing would change.
    """
    changed = identity.differences(identity.of(tenant), identity.check(tenant, wanted))
    if not changed:
        raise OrderRefused(_("This is how it is now. Change something first."), field="")
    named = {name: {"before": before, "after": after} for name, (before, after) in changed.items()}
    said = {
        "name": [_("“%(before)s” becomes “%(after)s”, unless the region chose a name of its own.")],
        "slug": [_("The short name “%(before)s” becomes “%(after)s”.")],
        "host": [
            _("Within a second, the portal moves to %(after)s. Who is logged in logs in there again."),
            _("%(before)s stays and leads there, page by page: links that were mailed go on working."),
        ],
    }
    return [sentence % named[name] for name in named for sentence in said[name]]


def changing_zone(tenant: Tenant, time_zone: str) -> list[str]:
    """Return what changing a region's time zone does, a sentence for each, with a deadline as an example.

    Raises: OrderRefused when it is the region's zone already.
    """
    zones = {"before": zone_name(tenant.time_zone), "after": zone_name(time_zone)}
    if zones["before"] == zones["after"]:
        raise OrderRefused(_("This is the region's time zone now. Choose another."), field="time_zone")
    at = timezone.now()
    now, then = (_clock(at, zone) for zone in (tenant.time_zone, time_zone))
    found = moved_deadlines(tenant, time_zone)
    others = [one for one in found if one.before != one.after]
    counted = ngettext(
        "%(count)d open deadline is counted anew; on another day ends: %(moved)d.",
        "%(count)d open deadlines are counted anew; on another day end: %(moved)d.",
        len(found),
    )
    return [
        _("Within a second, all times are shown in %(after)s: %(now)s is %(then)s.")
        % {"now": now, "then": then, **zones},
        counted % {"count": len(found), "moved": len(others)},
        *(_example(one, zones) for one in (others or found)[:1]),
    ]


def _clock(at: datetime, time_zone: str) -> str:
    with timezone.override(time_zone):
        return dates.clock(at)


def _example(one: Moved, zones: dict[str, str]) -> str:
    days = {"was": date_format(one.before, DAY), "is": date_format(one.after, DAY)}
    return _(
        "For example %(what)s: until now it ends on %(was)s, 24:00 %(before)s; then on %(is)s, 24:00 %(after)s."
    ) % {
        "what": one.what,
        **days,
        **zones,
    }
