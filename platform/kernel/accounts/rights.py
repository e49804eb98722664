"""What no change of people and roles may do: give more than one's own, or leave nobody who manages people."""

from collections.abc import Iterable

from kernel.accounts import queries
from kernel.accounts.actor import Actor
from kernel.accounts.errors import LastAdministrator, MoreThanOwn
from kernel.accounts.models import Person, Role


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
    """Let nobody touch the account of who holds what she does not.

    Raises: MoreThanOwn.
    """
    for assignment in person.assignments.select_related("role"):
        require_own(by, assignment.role.permissions)


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
