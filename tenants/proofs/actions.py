"""Ask that a chain is verified now."""

from django.db import transaction

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.rates import Limit
from tenants.isolation.current import Place, Tenancy, enter, place
from tenants.jobs.actions import enqueue
from tenants.registry.models import Tenant

# Following a long chain takes a minute of the database.
ASKING = Limit("verify-history", at_most=6)


@transaction.atomic
def ask(*, by: Actor, of: Tenant | None = None) -> None:
    """Ask for the chain of the place that the code is in; on the platform also for a tenant's.

    Raises: TooMany.
    """
    where = place()
    ASKING.take()
    audit.record("audit.verify", of or "audit", by=by, summary="Asked to verify the history")
    key = of.key if of else where.key if isinstance(where, Tenancy) else ""
    with enter(Place.PLATFORM):
        enqueue("provisioning.verify", tenant=key)
