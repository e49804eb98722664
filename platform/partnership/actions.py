"""What operators do with a region that no run does."""

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.errors import Conflict
from tenants.jobs.models import Job
from tenants.registry.models import Tenant


@transaction.atomic
def suspend(tenant: Tenant, *, by: Actor) -> Tenant:
    """Close a live portal with a page of its own; nothing is lost.

    Raises: Conflict when it is not live.
    """
    return _move(tenant, Tenant.State.LIVE, Tenant.State.SUSPENDED, by)


@transaction.atomic
def resume(tenant: Tenant, *, by: Actor) -> Tenant:
    """Open a suspended portal again, and let its parked jobs run.

    Raises: Conflict when it is not suspended.
    """
    moved = _move(tenant, Tenant.State.SUSPENDED, Tenant.State.LIVE, by)
    Job.objects.filter(tenant_role=tenant.role_name, state=Job.State.PARKED).update(state=Job.State.WAITING)
    return moved


def _move(tenant: Tenant, start: Tenant.State, end: Tenant.State, by: Actor) -> Tenant:
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if locked.state != start:
        raise Conflict(_("%(name)s has changed in the meantime. Load the page again.") % {"name": locked.name})
    Tenant.objects.filter(pk=locked.pk).update(state=end)
    audit.record(f"regions.{end}", locked, by=by, summary=f"{locked.name}: {start} → {end}")
    locked.state = end
    return locked
