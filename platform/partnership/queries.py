"""What the operators see of all regions."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from kernel.accounts.models import Invitation
from kernel.modules import registry
from kernel.modules.manifest import Module
from kernel.regions import queries as reference
from kernel.regions.models import Region
from provisioning import removals
from provisioning.models import Archive, Run, RunStep
from tenants.isolation.current import enter
from tenants.portal import queries as portal
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy

NOT_LIVE = [Tenant.State.REGISTERED, Tenant.State.PROVISIONING]


@dataclass(frozen=True, slots=True)
class Counter:
    """A number at the head of the page."""

    label: str
    value: int
    icon: str = ""


def regions(text: str = "", state: str = "") -> QuerySet[Tenant]:
    """Return the tenants by name, of one state and with these words where given."""
    found = Tenant.objects.prefetch_related(
        "domains", Prefetch("installed_modules", InstalledModule.objects.order_by("module"))
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(region_code__startswith=text) | Q(slug__icontains=text))
    return found.filter(state=state) if state in Tenant.State.values else found


def counters() -> list[Counter]:
    """Return how many regions there are in each state that matters."""
    by_state = dict(Tenant.objects.values_list("state").annotate(Count("pk")).order_by())
    stopped = Run.objects.filter(state=Run.State.FAILED).values("tenant").distinct().count()
    attention = stopped + by_state.get(Tenant.State.SUSPENDED, 0)
    return [
        Counter(_("Live"), by_state.get(Tenant.State.LIVE, 0)),
        Counter(_("Ready, not yet live"), by_state.get(Tenant.State.READY, 0)),
        Counter(_("Being prepared"), sum(by_state.get(state, 0) for state in NOT_LIVE)),
        Counter(_("Need attention"), attention, "triangle-alert" if attention else ""),
    ]


def runs_of_now() -> list[Run]:
    """Return the runs that are waiting, running or stopped, newest first, with their steps."""
    found = Run.objects.exclude(state=Run.State.DONE).select_related("tenant")
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
