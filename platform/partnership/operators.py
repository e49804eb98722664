"""Who operates the platform: added, listed and kept out from the command line of the installation."""

from django.db import transaction

from kernel.accounts import actions as accounts
from kernel.accounts import roles
from kernel.accounts.actor import Actor
from kernel.accounts.errors import AlreadyJoined
from kernel.accounts.models import Assignment, Person
from kernel.audit import actions as audit
from partnership import second_steps
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tenants.support import actions as support
from tenants.support import queries as accesses

WITH_CONSOLE = (*Tenant.MADE, Tenant.State.COPY)


@transaction.atomic
def add(email: str, name: str, *, by: Actor) -> Person:
    """Let somebody operate the platform; she chooses her password by mail.

    Raises: AlreadyJoined.
    """
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyJoined
    person = Person.objects.create_user(email, name)
    Assignment.objects.create(person=person, role=roles.operator(), given_by=by)
    audit.record("operators.add", person, by=by, summary="Added an operator")
    return person


@transaction.atomic
def keep_out(email: str, *, by: Actor) -> Person:
    """Deactivate an operator, and end whatever access a region gave her.

    Raises: NotFound, LastAdministrator.
    """
    person = second_steps.find(email)
    accounts.deactivate(person, by=by)
    for tenant in Tenant.objects.filter(state__in=WITH_CONSOLE):
        with enter(tenancy(tenant)):
            for access in accesses.of_operator(person.key):
                support.end(access, by=by)
    return person
