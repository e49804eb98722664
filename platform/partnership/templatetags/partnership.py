"""How a region looks in the operators' console."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _

from kernel.geo import zone_name
from kernel.modules import registry
from partnership import progress
from provisioning.backups import damage
from provisioning.models import Run
from provisioning.step import Step
from tenants.isolation import hosts
from tenants.registry.models import Domain, InstalledModule, Tenant

register = template.Library()
register.filter(damage.left_out)


@dataclass(frozen=True, slots=True)
class Look:
    """A state's colour, word and icon."""

    kind: str
    label: str
    icon: str


LOOKS = {
    Tenant.State.REGISTERED: ("idle", "list"),
    Tenant.State.PROVISIONING: ("progress", "state-progress"),
    Tenant.State.READY: ("idle", "clock"),
    Tenant.State.LIVE: ("done", "state-done"),
    Tenant.State.SUSPENDED: ("received", "circle-alert"),
    Tenant.State.COPY: ("idle", "copy"),
    Tenant.State.ARCHIVED: ("idle", "dashed"),
}


@register.filter
def state_look(tenant: Tenant) -> Look:
    """Return how the tenant's state is shown."""
    kind, icon = LOOKS[Tenant.State(tenant.state)]
    return Look(kind, str(Tenant.State(tenant.state).label), icon)


@register.filter
def zone(tenant: Tenant) -> str:
    """Return WIB, WITA or WIT."""
    return zone_name(tenant.time_zone)


@register.filter
def code(tenant: Tenant) -> str:
    """Return a region's code, and of a copy its kind; of an agency that it is one, and in which region it works."""
    if tenant.kind != Tenant.Kind.AGENCY:
        return tenant.region_code or str(Tenant.Kind(tenant.kind).label)
    named = {"code": tenant.works_in}
    return _("Agency in %(code)s") % named if tenant.works_in else str(Tenant.Kind.AGENCY.label)


@register.filter
def module_title(row: InstalledModule) -> str:
    """Return the module's title, or its name when this release no longer has it."""
    module = registry.get(row.module)
    return str(module.title) if module else row.module


@register.filter
def run_title(run: Run) -> str:
    """Return what a run was asked to do."""
    return progress.title(run)


@register.filter
def step_label(step: Step) -> str:
    """Return what a step of a plan does."""
    return progress.label(step)


@register.filter
def portal_url(domain: Domain) -> str:
    """Return the address of the portal."""
    return hosts.address(domain.domain, "/")
