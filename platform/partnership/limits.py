"""The limits of one region: what operators see of them, and change with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from provisioning import identity
from provisioning.errors import OrderRefused
from tenants.isolation.current import enter
from tenants.jobs.models import Job
from tenants.quotas import actions as quotas
from tenants.quotas import queries
from tenants.quotas.models import FULL, WARN, Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

# People say how much room files have in megabytes.
UNITS = {Quota.Kind.STORAGE: 1024**2}

MOST = 1_000_000_000

# By kind, in people's units; None is the usual limit.
Limits = dict[str, int | None]


def own(tenant: Tenant) -> Limits:
    """Return the limits of the region, None where it has the usual one."""
    rows = dict(tenant.quotas.values_list("kind", "allowed"))
    return {kind: _said(kind, rows.get(kind)) for kind in Quota.Kind.values}


def usual(kind: str) -> int:
    """Return what a region without a limit of its own may use, in people's units."""
    return queries.usual(kind) // UNITS.get(Quota.Kind(kind), 1)


def near() -> set[int]:
    """Return which tenants have a limit that is nearly reached. One query."""
    return {row.tenant_id for row in queries.reaching(WARN)}


def waiting(tenant: Tenant) -> int:
    """Return how many jobs and mails of the region are kept back."""
    return Job.objects.filter(tenant_role=tenant.role_name, state=Job.State.PARKED).count()


def plan(tenant: Tenant, wanted: Limits) -> list[str]:
    """Return what changing the limits does, a sentence for each.

    Raises: OrderRefused when nothing would change, or there is no portal to limit.
    """
    identity.require_made(tenant)
    changed = _changed(tenant, wanted)
    if not changed:
        raise OrderRefused(_("This is how it is now. Change something first."), field="")
    meters = {meter.kind.value: meter for meter in queries.of(tenant)}
    return [_sentence(meters[kind], wanted[kind]) for kind in changed]


@transaction.atomic
def change(tenant: Tenant, wanted: Limits, *, reason: str, by: Actor) -> list[str]:
    """Set limits; the reason is for the region's history too. Returns which have changed.

    The same order given again changes nothing.

    Raises: OrderRefused when the region has no portal yet.
    """
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    identity.require_made(locked)
    changed = _changed(locked, wanted)
    if not changed:
        return []
    before = own(locked)
    quotas.begin(locked)
    for kind in changed:
        quotas.set_limit(locked, kind, _stored(kind, wanted[kind]))
    kept: dict[str, dict[str, Any]] = {
        "before": {kind: before[kind] for kind in changed},
        "after": {"reason": reason, **{kind: wanted[kind] for kind in changed}},
    }
    audit.record("regions.limits", locked, by=by, summary=f"Changed the quota of {locked.name}", **kept)
    with enter(tenancy(locked)):
        audit.record("portal.limits", "portal", by=by, summary="The quota was changed", **kept)
    return changed


def _changed(tenant: Tenant, wanted: Limits) -> list[str]:
    before = own(tenant)
    return [kind for kind, limit in wanted.items() if limit != before[kind]]


def _sentence(meter: queries.Meter, limit: int | None) -> str:
    allowed = queries.usual(meter.kind) if limit is None else limit * UNITS.get(meter.kind, 1)
    said = {
        "kind": meter.kind.label,
        "before": queries.amount(meter.kind, meter.allowed),
        "after": queries.amount(meter.kind, allowed),
        "used": queries.amount(meter.kind, meter.used),
    }
    if meter.used * 100 >= allowed * FULL:
        return (
            _("%(kind)s: %(before)s becomes %(after)s. That is reached: %(used)s are used. Nothing is deleted.") % said
        )
    return _("%(kind)s: %(before)s becomes %(after)s. %(used)s are used.") % said


def _said(kind: str, stored: int | None) -> int | None:
    return None if stored is None else stored // UNITS.get(Quota.Kind(kind), 1)


def _stored(kind: str, said: int | None) -> int | None:
    return None if said is None else said * UNITS.get(Quota.Kind(kind), 1)
