"""Invite people, lend rights, bring usual roles back, add usual units, put the first steps away."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts import actions as accounts
from kernel.accounts import delegations
from kernel.accounts import roles as accounts_roles
from kernel.accounts.actor import Actor
from kernel.accounts.delegations import Terms
from kernel.accounts.models import Assignment, Invitation, Person, Role, Unit
from kernel.accounts.permissions import require
from kernel.accounts.queries import MANAGING
from kernel.accounts.scopes import EVERYWHERE, Scope
from tenants import mail
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.portal import first_steps, queries, roles, scopes


@transaction.atomic
def invite(email: str, *, name: str, role: Role, scope: Scope = EVERYWHERE, by: Actor) -> Invitation:
    """Invite somebody and mail her the link.

    Raises: AlreadyJoined, MoreThanOwn.
    """
    invitation = accounts.invite(email, name=name, role=role, scope=scope, by=by)
    with override("id"):
        subject = _("Your invitation to %(name)s") % {"name": mail.sender()}
        address = queries.invitation_address(invitation)
    context = {"name": invitation.known_name, "address": address, "by": by.name}
    mail.send(invitation.email, subject=subject, template="portal/invitation.txt", **context)
    return invitation


@transaction.atomic
def delegate(assignments: Sequence[Assignment], *, to: Person, terms: Terms, by: Actor) -> None:
    """Lend one's own assignments to a colleague, and mail it to both.

    Raises: DelegationRefused, NotPermitted.
    """
    lent = delegations.delegate(assignments, to=to, terms=terms, by=by)
    with override("id"):
        subject = _("%(to)s stands in for %(giver)s") % {"to": to.name, "giver": by.name}
        told: dict[str, Any] = {
            "giver": by.name,
            "colleague": to.name,
            "rights": [str(right) for right in scopes.rights(one.assignment for one in lent)],
            "days": [date_format(day, "l, j F Y") for day in (terms.first_day, terms.last_day)],
            "reason": terms.reason,
            "address": mail.address(reverse("delegations")),
        }
    for person in (to, assignments[0].person):
        mail.send(person.email, subject=subject, template="portal/delegation.txt", name=person.name, **told)


def bring_role_back(role: Role, *, by: Actor) -> Role:
    """Make a usual role what it is in a new portal.

    Raises: MoreThanOwn, RoleExists, RoleIsFixed.
    """
    base = accounts_roles.state(role)
    return accounts_roles.change(role, roles.default_of(role), base=base, by=by, action="roles.restore")


@transaction.atomic
def add_units(names: Iterable[str], *, by: Actor) -> list[Unit]:
    """Add those of the units that are not there yet.

    Raises: NotPermitted, UnitExists where somebody adds the same one at this moment.
    """
    by = require(by, "units.manage")
    missing = queries.without_units(names)
    return [accounts.add_unit(name, by=by) for name in missing]


@transaction.atomic
def ask_everybody(*, by: Actor) -> None:
    """Ask a second step of officers too, each from her next log-in on.

    Raises: NotPermitted.
    """
    by = require(by, MANAGING)
    customization.change(Value.Kind.SETTING, {queries.SECOND_STEP: True}, by=by, act="portal.second_step_of_all")


@transaction.atomic
def ask_administrators_only(*, by: Actor) -> None:
    """Let officers log in with a password alone.

    Raises: NotPermitted.
    """
    by = require(by, MANAGING)
    customization.change(Value.Kind.SETTING, {queries.SECOND_STEP: None}, by=by, act="portal.second_step_of_some")


@transaction.atomic
def put_first_steps_away(*, by: Actor) -> None:
    """Show nobody of the region its first steps any more.

    Raises: NotPermitted.
    """
    by = require(by, "settings.change")
    customization.change(Value.Kind.SETTING, {first_steps.AWAY: True}, by=by, act="portal.put_steps_away")


@transaction.atomic
def bring_first_steps_back(*, by: Actor) -> None:
    """Show the first steps again until they are done.

    Raises: NotPermitted.
    """
    by = require(by, "settings.change")
    customization.change(Value.Kind.SETTING, {first_steps.AWAY: None}, by=by, act="portal.bring_steps_back")
