"""Invite people, lend rights and take them back, bring usual roles back, add usual units, put the first steps away."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from kernel.accounts import actions as accounts
from kernel.accounts import delegations
from kernel.accounts import queries as accounts_queries
from kernel.accounts import roles as accounts_roles
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.delegations import Terms
from kernel.accounts.models import Assignment, Delegation, Invitation, Person, Role, Unit
from kernel.accounts.permissions import require
from kernel.accounts.queries import MANAGING
from kernel.accounts.scopes import EVERYWHERE, Offer, Scope
from kernel.ui.templatetags.dates import day
from tenants import mail
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.notices import actions as notices
from tenants.notices.actions import News, Recipient
from tenants.notices.kinds import Said, in_each
from tenants.portal import first_steps, queries, roles, scopes
from tenants.portal.notices import DELEGATED, DELEGATION_ENDED, INVITED


@transaction.atomic
def invite(  # noqa: PLR0913 - each is a field of the form
    email: str,
    *,
    name: str,
    role: Role,
    scope: Scope = EVERYWHERE,
    further: Iterable[Offer] = (),
    language: str = settings.LANGUAGE_CODE,
    by: Actor,
) -> Invitation:
    """Invite somebody to one role or several, and mail her the link in the language.

    Raises: AlreadyJoined, MoreThanOwn.
    """
    invitation = accounts.invite(email, name=name, role=role, scope=scope, further=further, language=language, by=by)
    somebody = Actor(ActorKind.UNKNOWN, invitation.key, invitation.known_name)
    invited = Recipient(somebody, invitation.email, invitation.language)
    path = accounts_queries.invitation_path(invitation)
    notices.notify(INVITED.key, to=[invited], news=News(path, {"by": by.name, "portal": mail.sender()}))
    return invitation


@transaction.atomic
def delegate(assignments: Sequence[Assignment], *, to: Person, terms: Terms, by: Actor) -> None:
    """Lend one's own assignments to a colleague, and tell both.

    Raises: DelegationRefused, NotPermitted.
    """
    lent = delegations.delegate(assignments, to=to, terms=terms, by=by)
    told: dict[str, Said] = {
        "giver": by.name,
        "colleague": to.name,
        "list": in_each(lambda: "\n".join(f"- {right}" for right in scopes.rights(one.assignment for one in lent))),
        "first_day": in_each(lambda: day(terms.first_day)),
        "last_day": in_each(lambda: day(terms.last_day)),
        "reason": terms.reason,
    }
    with override("id"):
        news = News(reverse("delegations"), told)
    both = [notices.person(one) for one in (to, assignments[0].person)]
    notices.notify(DELEGATED.key, to=both, news=news)


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Actor) -> None:
    """Take lent rights back at once, and tell both.

    Raises: NotPermitted.
    """
    is_over = delegation.ended_at is not None
    delegations.end(delegation, by=by)
    giver, colleague = delegation.assignment.person, delegation.receiver
    with override("id"):
        news = News(reverse("delegations"), {"giver": giver.name, "colleague": colleague.name, "by": by.name})
    both = [] if is_over else [notices.person(one) for one in (giver, colleague)]
    notices.notify(DELEGATION_ENDED.key, to=both, news=news)


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
