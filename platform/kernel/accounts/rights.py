"""What no change of people and roles may do: give more than one's own, or leave nobody who manages people."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from kernel.accounts import queries
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.errors import LastAdministrator, MoreThanOwn
from kernel.accounts.models import Invitation, Person, Role
from kernel.signing import BadToken


def lock() -> None:
    """Lock all administrators' roles, so that of two changes at once each sees what the other has left."""
    list(Role.objects.select_for_update().filter(permissions__contains=["*"]).order_by("pk"))


def require_own(by: Actor, permissions: Iterable[str]) -> None:
    """Let nobody hand out or take what she does not hold everywhere herself; what is lent to her is not hers.

    Raises: MoreThanOwn.
    """
    everywhere = [grant for grant in by.grants if grant.is_everywhere and not grant.lent_by]
    for permission in permissions:
        if not any(grant.covers(permission) for grant in everywhere):
            raise MoreThanOwn


def require_own_roles(person: Person, *, by: Actor) -> None:
    """Let nobody touch the account of who holds what she does not, or is lent it, today or later.

    Raises: MoreThanOwn.
    """
    lent = queries.unended_delegations().filter(receiver=person, last_day__gte=timezone.localdate())
    for role in Role.objects.filter(Q(assignments__person=person) | Q(assignments__delegations__in=lent)).distinct():
        require_own(by, role.permissions)


def require_inviter(invitation: Invitation) -> None:
    """Refuse what was offered by a person who may not offer it any more.

    Raises: BadToken, as for an invitation that was withdrawn.
    """
    by = invitation.invited_by
    if by.kind is not ActorKind.PERSON:
        return
    inviter = Person.objects.filter(key=by.key, is_active=True).first()
    try:
        for offer in invitation.offers:
            require_own(queries.as_actor(inviter) if inviter else by, offer.role.permissions)
    except MoreThanOwn:
        raise BadToken from None


def keep_an_administrator(person: Person) -> None:
    """Refuse to take the rights of the last one who may do everything.

    Raises: LastAdministrator.
    """
    administrators = queries.administrators()
    if administrators.filter(pk=person.pk).exists() and not administrators.exclude(pk=person.pk).exists():
        raise LastAdministrator


def keep_a_manager() -> None:
    """Refuse what has just left nobody who may manage people.

    Raises: LastAdministrator.
    """
    if not queries.managers().exists():
        raise LastAdministrator
