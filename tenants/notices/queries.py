"""Who is told, how, and what somebody has not read yet."""

from collections.abc import Mapping

from django.db.models import F, Q, QuerySet, Value

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Assignment, Person, Unit
from kernel.accounts.permissions import may
from kernel.accounts.queries import delegations_today
from tenants.notices import kinds
from tenants.notices.kinds import Audience, Channel, Kind
from tenants.notices.models import Choice, Notice

A_PAGE = 100
# For whom a kind is that somebody with an account chooses of.
OF_WHOM = {ActorKind.PERSON: Audience.OFFICERS, ActorKind.CITIZEN: Audience.CITIZENS}


def who_may(permission: str, *, unit: Unit | None = None, area_code: str = "") -> QuerySet[Person]:
    """Return the active people who have the permission for what belongs to this unit and this area, lent rights too."""
    reaching = Assignment.objects.alias(place=Value(area_code)).filter(
        Q(unit=None) | Q(unit=unit), role__permissions__overlap=["*", permission], place__startswith=F("area_code")
    )
    lent = delegations_today().filter(assignment__in=reaching).values("receiver")
    own = reaching.values("person")
    return Person.objects.filter(Q(pk__in=own) | Q(pk__in=lent), is_active=True).order_by("key")


def of(actor: Actor) -> QuerySet[Notice]:
    """Return what somebody was told, newest first; nothing of a module that is off."""
    return held(actor).filter(kind__in=kinds.here())


def held(actor: Actor) -> QuerySet[Notice]:
    """Return all that somebody was told, newest first, by modules that are off too."""
    return Notice.objects.filter(recipient_kind=actor.kind, recipient_key=actor.key, kind__in=kinds.everywhere())


def unread(actor: Actor) -> int:
    """Return how much of it she has not read. One query, and none for who has no account here."""
    return of(actor).filter(read_at=None).count() if actor.kind in OF_WHOM else 0


def newest(actor: Actor) -> list[Notice]:
    """Return the newest notices."""
    return list(of(actor)[:A_PAGE])


def unread_first(actor: Actor) -> list[Notice]:
    """Return the newest notices, the unread first."""
    return list(of(actor).order_by(F("read_at").asc(nulls_first=True), "-id")[:A_PAGE])


def choosable(actor: Actor) -> list[Kind]:
    """Return of what somebody can hear here, by who may do what; nothing for who has no account here."""
    found = [kind for kind in kinds.here().values() if kind.audience is OF_WHOM.get(actor.kind)]
    return [kind for kind in found if not kind.permission or may(actor, kind.permission)]


def chosen(actor: Actor) -> dict[str, Channel]:
    """Return what somebody chose, by kind."""
    rows = Choice.objects.filter(recipient_kind=actor.kind, recipient_key=actor.key)
    return {kind: Channel(channel) for kind, channel in rows.values_list("kind", "channel")}


def channels(kind: Kind, recipients: Mapping[str, str]) -> dict[str, Channel]:
    """Return how each of them hears of it, by key; `recipients` says which other key she had before, if any.

    Who ended mails under that key reads it in her account until she chooses. One query; none where nobody may choose.
    """
    if kind.why_always:
        return dict.fromkeys(recipients, kind.channel)
    rows = Choice.objects.filter(kind=kind.key, recipient_key__in=[*recipients, *filter(None, recipients.values())])
    chosen = {key: Channel(channel) for key, channel in rows.values_list("recipient_key", "channel")}
    return {
        key: chosen.get(key, Channel.CONSOLE if before in chosen else kind.channel)
        for key, before in recipients.items()
    }
