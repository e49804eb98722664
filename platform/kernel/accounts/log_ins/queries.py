"""Who tried to log in as somebody."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts.log_ins.actions import KEPT
from kernel.accounts.models import LogIn, Person
from kernel.accounts.sessions.devices import describe
from kernel.accounts.tokens import DISOWN
from kernel.signing import BadToken


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt, with the browser in plain words."""

    row: LogIn
    device: str

    @property
    def way(self) -> str:
        """Say by which way somebody came in."""
        provider = self.row.provider
        return _("by %(provider)s") % {"provider": provider} if provider else self.row.get_way_display()

    @property
    def is_long(self) -> bool:
        """Say whether it is several that are hours apart."""
        return self.row.at - self.row.began_at > timedelta(hours=1)


def of(person: Person, *, most: int | None = None) -> list[Attempt]:
    """Return the person's log-ins and failures that are kept, newest first. One query."""
    rows = LogIn.objects.filter(person=person, at__gte=timezone.now() - KEPT)[:most]
    return [Attempt(row, describe(row.agent)) for row in rows]


def disowned_by(token: str) -> Attempt:
    """Return the log-in that the link of a mail is about.

    Raises: BadToken when it is too old, altered, another tenant's or used.
    """
    row = LogIn.objects.filter(key=DISOWN.read(token), disowned_at=None).select_related("person").first()
    if row is None:
        raise BadToken
    return Attempt(row, describe(row.agent))
