"""Who is told, how, and what somebody has not read yet."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet, Value

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Assignment, Person, Unit
from kernel.accounts.permissions import may
from kernel.accounts.queries import delegations_today
from tenants.notices import kinds
from tenants.notices.kinds import Channel, Kind
from tenants.notices.models import Choice, Notice

A_PAGE = 100


def who_may(permission: str, *, unit: Unit | None = None, area_code: str = "") -> QuerySet[Person]:
    """Return the active people who have the permission for what belongs to this unit and this area, lent rights too."""
    reaching = Assignment.objects.alias(place=Value(area_code)).filter(
        Q(unit=None) | Q(unit=unit), role__permissions__overlap=["*", permission], place__startswith=F("area_code")
    )
    lent = delegations_today().filter(assignment__in=reaching).values("receiver")
    own = reaching.values("person")
    return Person.objects.filter(Q(pk__in=own) | Q(pk__in=lent), is_active=True).order_by("key")


def of(actor: Actor) -> QuerySet[Notice]:
    """Return what the person was told, newest first; nothing of a module that is off."""
    return Notice.objects.filter(recipient_kind=actor.kind, recipient_key=actor.key, kind__in=kinds.here())


def unread(actor: Actor) -> int:
    """Return how much of it she has not read. One query, and none for who has no account here."""
    return of(actor).filter(read_at=None).count() if actor.kind is ActorKind.PERSON else 0


def page(actor: Actor) -> list[Notice]:
    """Return the newest notices, the unread first."""
    return list(of(actor).order_by(F("read_at").asc(nulls_first=True), "-id")[:A_PAGE])


def choosable(actor: Actor) -> list[Kind]:
    """Return of what the person can hear here, by who may do what; nothing for who has no account here."""
    if actor.kind is not ActorKind.PERSON:
        return []
    found = [kind for kind in kinds.here().values() if kind.is_chosen]
    return [kind for kind in found if not kind.permission or may(actor, kind.permission)]


def chosen(actor: Actor) -> dict[str, Channel]:
    """Return what the person chose, by kind."""
    rows = Choice.objects.filter(recipient_kind=actor.kind, recipient_key=actor.key)
    return {kind: Channel(channel) for kind, channel in rows.values_list("kind", "channel")}


def channels(kind: Kind, recipients: Iterable[Actor]) -> dict[str, Channel]:
    """Return how each of them hears of it, by key. One query; none where nobody may choose."""
    keys = [actor.key for actor in recipients]
    found = dict.fromkeys(keys, kind.first)
    if kind.why_always is None:
        rows = Choice.objects.filter(kind=kind.key, recipient_key__in=keys)
        found |= {key: Channel(channel) for key, channel in rows.values_list("recipient_key", "channel")}
    return found
