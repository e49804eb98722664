"""Where somebody is logged in."""

from kernel.accounts.models import Person, PersonSession
from kernel.accounts.sessions import actions, devices
from kernel.accounts.sessions.devices import Place


def of(person: Person, *, this: str = "") -> list[Place]:
    """Return the person's sessions, this one first, then the one used last. One query."""
    rows = PersonSession.objects.filter(person=person, used_at__gte=actions.oldest()).order_by("-used_at")
    return devices.places(rows, is_this=lambda row: row.session_key == this)
