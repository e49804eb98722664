"""What operators asked for, and what they did here."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from kernel.accounts.actor import ActorKind
from kernel.audit.models import Entry
from tenants.support.models import Access


def of_operator(key: str) -> QuerySet[Access]:
    """Return what one operator asked this region for, newest first."""
    return Access.objects.filter(operator_key=key)


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
