"""What operators asked for, and what they did here."""

from django.db.models import QuerySet
from django.utils import timezone

from kernel.accounts.actor import ActorKind
from kernel.audit.models import Entry
from tenants.support.models import Access


def of_operator(key: str) -> QuerySet[Access]:
    """Return what one operator asked this region for, newest first."""
    return Access.objects.filter(operator_key=key)


def done(access: Access) -> QuerySet[Entry]:
    """Return all that the operator did here from the answer to the end, newest first."""
    if access.ends_at is None:
        return Entry.objects.none()
    until = min(access.ended_at or timezone.now(), access.ends_at)
    of_her = Entry.objects.filter(actor_kind=ActorKind.OPERATOR, actor_key=access.operator.key)
    return of_her.filter(at__gte=access.answered_at, at__lte=until).order_by("-id")
