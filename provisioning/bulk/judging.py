"""What a batch would do in each portal, and what stands against it. Reads only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.accounts.actor import ActorKind
from kernel.modules import registry
from provisioning import removals
from provisioning.bulk import settable
from provisioning.models import Batch, BatchLine
from provisioning.ordering import open_runs
from provisioning.queries import against
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.registry import entitlement
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy

Why = BatchLine.Why
ABSENT, OFF, ON = "absent", "off", "on"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why nothing would be done (empty: it would), what else that is about, and how it is now."""

    why: str = ""
    before: Any = None
    others: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the portals: their modules, and who is worked on or has an archive of the module."""

    modules: dict[int, dict[str, bool]]
    busy: set[int]
    archived: set[int]

    def state(self, tenant: Tenant, module: str) -> str:
        """Return what the module is in the tenant."""
        return {None: ABSENT, False: OFF, True: ON}[self.modules.get(tenant.pk, {}).get(module)]

    def enabled(self, tenant: Tenant) -> set[str]:
        """Return the modules that are on."""
        return {name for name, is_on in self.modules.get(tenant.pk, {}).items() if is_on}


def judge(batch: Batch, lines: Sequence[BatchLine]) -> list[Verdict]:
    """Return the verdict on each line: three queries, and some more for each portal in which something is looked up."""
    facts = _facts(batch, [line.tenant for line in lines])
    return [_standing(line) or RULES[Batch.Verb(batch.verb)](batch, line, facts) for line in lines]


def _facts(batch: Batch, tenants: Sequence[Tenant]) -> Facts:
    modules: dict[int, dict[str, bool]] = {}
    rows = InstalledModule.objects.filter(tenant__in=tenants).values_list("tenant", "module", "is_enabled")
    for tenant, module, is_enabled in rows:
        modules.setdefault(tenant, {})[module] = is_enabled
    kept: Any = removals.undoable_in(tenants).filter(module=batch.target)
    return Facts(modules, *(set(found.values_list("tenant", flat=True)) for found in (open_runs(*tenants), kept)))


def _standing(line: BatchLine) -> Verdict | None:
    """Return what stands against any change of the portal."""
    if line.tenant.state == Tenant.State.SUSPENDED:
        return Verdict(Why.SUSPENDED)
    return None if line.tenant.state in Tenant.MADE else Verdict(Why.NOT_MADE)


def _enable(batch: Batch, line: BatchLine, facts: Facts) -> Verdict:
    before = facts.state(line.tenant, batch.target)
    if before != OFF:
        return Verdict(Why.ALREADY if before == ON else Why.NOT_INSTALLED, before)
    if others := against(batch.target, facts.enabled(line.tenant), on=True):
        return Verdict(Why.NEEDS, before, others)
    return _entitled(batch, line, before)


def _entitled(batch: Batch, line: BatchLine, before: str) -> Verdict:
    return Verdict("" if entitlement.allows(line.tenant, batch.target) else Why.NOT_ENTITLED, before)


def _disable(batch: Batch, line: BatchLine, facts: Facts) -> Verdict:
    before = facts.state(line.tenant, batch.target)
    if before != ON:
        return Verdict(Why.ALREADY if before == OFF else Why.NOT_INSTALLED, before)
    others = against(batch.target, facts.enabled(line.tenant), on=False)
    return Verdict(Why.NEEDED if others else "", before, others)


def _install(batch: Batch, line: BatchLine, facts: Facts) -> Verdict:
    tenant = line.tenant
    if facts.state(tenant, batch.target) != ABSENT:
        return _enable(batch, line, facts)
    if tenant.pk in facts.busy:
        return Verdict(Why.BUSY, ABSENT)
    if tenant.pk in facts.archived:
        return Verdict(Why.ARCHIVED, ABSENT)
    if others := against(batch.target, set(facts.modules.get(tenant.pk, {})), on=True):
        return Verdict(Why.NEEDS, ABSENT, others)
    return _entitled(batch, line, ABSENT)


def _uninstall(batch: Batch, line: BatchLine, facts: Facts) -> Verdict:
    """Judge a line whose module is to be absent `after`, or only off where it was there before."""
    tenant, module, before = line.tenant, batch.target, facts.state(line.tenant, batch.target)
    if line.after == OFF:
        return _disable(batch, line, facts)
    if before == ABSENT:
        return Verdict(Why.ALREADY, before)
    if registry.get(module) is None:
        return Verdict(Why.NOT_INSTALLED, before)
    if tenant.pk in facts.busy:
        return Verdict(Why.BUSY, before)
    if others := against(module, set(facts.modules[tenant.pk]), on=False):
        return Verdict(Why.NEEDED, before, others)
    return Verdict("" if removals.is_current(tenant, module) else Why.BEHIND, before)


def _set(batch: Batch, line: BatchLine, facts: Facts) -> Verdict:
    wanted = settable.find(batch.target)
    if wanted is None or (wanted.module and facts.state(line.tenant, wanted.module) == ABSENT):
        return Verdict(Why.NOT_INSTALLED)
    with enter(tenancy(line.tenant)):
        row = Value.objects.filter(kind=wanted.kind, key=wanted.stored_as).first()
    before = row.value if row else None
    if before == line.after:
        return Verdict(Why.ALREADY, before)
    is_own = row is not None and row.changed_by.kind == ActorKind.PERSON and not batch.also_own
    return Verdict(Why.OWN if is_own else "", before)


RULES: dict[Batch.Verb, Callable[[Batch, BatchLine, Facts], Verdict]] = {
    Batch.Verb.ENABLE: _enable,
    Batch.Verb.DISABLE: _disable,
    Batch.Verb.INSTALL: _install,
    Batch.Verb.UNINSTALL: _uninstall,
    Batch.Verb.SET: _set,
}
