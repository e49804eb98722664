"""What operators asked for, and what they did here."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from kernel.accounts.actor import ActorKind
from kernel.accounts.models import Person
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.support.models import Access


def of_operator(key: str) -> QuerySet[Access]:
    """Return what one operator asked this region for, newest first."""
    return Access.objects.filter(operator_key=key)


def unended() -> QuerySet[Access]:
    """Return what is open or waits for an answer, and what was refused or is over by itself."""
    return Access.objects.filter(ended_at=None)


def operating(keys: Iterable[str]) -> set[str]:
    """Return which of them operate the platform now: active, with a role. One query, where their accounts are."""
    with enter(Place.PLATFORM):
        found = Person.objects.filter(key__in=keys, is_active=True, assignments__isnull=False)
        return set(found.values_list("key", flat=True))


def access_of(entry: Entry) -> Access | None:
    """Return by which leave an operator did this in the console; None where it was none."""
    if entry.actor.kind != ActorKind.OPERATOR:
        return None
    found = of_operator(entry.actor.key).filter(answered_at__lte=entry.at, ends_at__gte=entry.at)
    return found.filter(Q(ended_at=None) | Q(ended_at__gte=entry.at)).first()


def done(access: Access) -> QuerySet[Entry]:
    """Return all that the operator did here from the answer to the end, newest first."""
    if access.ends_at is None:
        return Entry.objects.none()
    until = min(access.ended_at or timezone.now(), access.ends_at)
    of_her = Entry.objects.filter(actor_kind=ActorKind.OPERATOR, actor_key=access.operator.key)
    return of_her.filter(at__gte=access.answered_at, at__lte=until).order_by("-id")
