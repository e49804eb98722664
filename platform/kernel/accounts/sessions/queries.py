"""Where somebody is logged in."""

from dataclasses import dataclass

from kernel.accounts.models import Person, PersonSession
from kernel.accounts.sessions import actions, devices


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which the person is logged in, as she recognizes it."""

    row: PersonSession
    device: str
    is_this: bool


def of(person: Person, *, this: str = "") -> list[Place]:
    """Return the person's sessions, this one first, then the one used last. One query."""
    rows = PersonSession.objects.filter(person=person, used_at__gte=actions.oldest()).order_by("-used_at")
    places = [Place(row, devices.describe(row.agent), row.session_key == this) for row in rows]
    return sorted(places, key=lambda place: not place.is_this)
