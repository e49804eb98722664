"""Reset the second step of somebody whom nobody in her place can help: a region's only administrator, an operator."""

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.accounts.factors import actions as factors
from kernel.accounts.models import Person
from kernel.audit import actions as audit
from kernel.errors import NotFound
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@transaction.atomic
def reset_in(tenant: Tenant, email: str, *, reason: str, by: Actor) -> Person:
    """Reset the second step of a region's person; the reason stands in both histories.

    Raises: NotFound.
    """
    with enter(tenancy(tenant)):
        person = find(email)
        factors.reset_on_request(person, reason=reason, by=by)
    summary = f"Reset the second step of somebody in {tenant.name}"
    audit.record("regions.second_step", tenant, by=by, summary=summary[:300], after={"reason": reason})
    return person


@transaction.atomic
def reset_operator(email: str, *, reason: str, by: Actor) -> Person:
    """Reset the second step of an operator.

    Raises: NotFound.
    """
    person = find(email)
    factors.reset_on_request(person, reason=reason, by=by)
    return person


def find(email: str) -> Person:
    """Return who has this address here.

    Raises: NotFound.
    """
    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        raise NotFound(_("Nobody has joined with this e-mail address."))
    return found
