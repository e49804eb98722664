"""Questions about runs and plans."""

from dataclasses import dataclass, replace

from kernel.deadlines import Moved
from kernel.modules import registry
from provisioning import plan
from provisioning.backups.queries import state_before
from provisioning.models import RunStep
from provisioning.orders import CheckedOrder
from provisioning.step import Step, make
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class Preview:
    """A step of a plan, and whether the world already is as it would leave it."""

    step: Step
    is_done: bool


def preview(checked: CheckedOrder) -> list[Preview]:
    """Return what would be done, without doing it."""
    steps, tenant = plan.provision(checked), checked.tenant
    return look(tenant, steps) if tenant else [Preview(step, is_done=False) for step in steps]


def look(tenant: Tenant, steps: plan.Plan) -> list[Preview]:
    """Return what would be done to a tenant that is there."""
    return [Preview(step, is_done=_looks_done(step, tenant)) for step in steps]


def opening(tenant: Tenant) -> list[Preview]:
    """Return what opening a suspended portal again would do."""
    modules = tenant.installed_modules.values_list("module", flat=True)
    return look(tenant, plan.open_again(modules, state_before(tenant)))


def _looks_done(step: Step, tenant: Tenant) -> bool:
    """A step on a tenant that is half there may find nothing to look at."""
    from django.db import DatabaseError  # here: only this look may fail in the database

    try:
        return step.is_done(tenant)
    except DatabaseError:
        return False


def step_of(row: RunStep) -> Step:
    """Return the step that a row records."""
    return make(row.kind, row.args)


def moved_deadlines(tenant: Tenant, time_zone: str) -> list[Moved]:
    """Return the open deadlines of all installed modules, as they are and as they would be in another time zone."""
    modules = list(tenant.installed_modules.values_list("module", flat=True))
    with enter(replace(tenancy(tenant), time_zone=time_zone)):
        found = registry.contributions("deadlines", modules)
        return [one for _module, code in found for one in code.moved(tenant.time_zone)]


def behind() -> list[Tenant]:
    """Return the portals whose roles or tables are of an older release; suspended ones and copies stay current too."""
    states = [*Tenant.MADE, Tenant.State.COPY]
    there = Tenant.objects.filter(state__in=states).order_by("pk")
    return [tenant for tenant in there if not _is_current(tenant)]


def _is_current(tenant: Tenant) -> bool:
    modules = tenant.installed_modules.values_list("module", flat=True)
    return all(step.is_done(tenant) for step in plan.structure(modules))


def blockers(tenant: Tenant, module: str, *, on: bool) -> list[str]:
    """Return what stands against switching: requirements that are off, or enabled modules that need it."""
    enabled = InstalledModule.objects.filter(tenant=tenant, is_enabled=True).values_list("module", flat=True)
    return against(module, set(enabled), on=on)


def against(module: str, enabled: set[str], *, on: bool) -> list[str]:
    """Return what stands against switching a module where these are enabled."""
    if on:
        manifest = registry.get(module)
        return sorted(set(manifest.requires if manifest else ()) - enabled)
    return sorted(other.name for other in registry.modules() if module in other.requires and other.name in enabled)
