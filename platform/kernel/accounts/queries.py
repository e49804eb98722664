"""Who is asking, and what may they do."""

from django.http import HttpRequest

from kernel import signing
from kernel.accounts.actor import CITIZEN, Actor, ActorKind, Grant
from kernel.accounts.models import Assignment, Person


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request. One query at the first call of a request that is logged in."""
    known = getattr(request, "_actor", None)
    if isinstance(known, Actor):
        return known
    person = request.user
    actor = as_actor(person) if isinstance(person, Person) and person.is_active else CITIZEN
    request._actor = actor  # type: ignore[attr-defined]  # remembered for this request only
    return actor


def as_actor(person: Person) -> Actor:
    """Return the person with all grants: an operator on the platform, else a region's person."""
    rows = Assignment.objects.filter(person=person).values_list("role__permissions", "unit_id", "area_code")
    grants = tuple(Grant(frozenset(permissions), unit, area) for permissions, unit, area in rows)
    kind = ActorKind.OPERATOR if signing.current_scope() == "platform" else ActorKind.PERSON
    return Actor(kind, person.key, person.name, grants)
