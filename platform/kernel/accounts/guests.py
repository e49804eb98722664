"""Who is in a console without an account there: somebody above the kernel says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from kernel.accounts.actor import Actor


@dataclass(frozen=True, slots=True)
class Guest:
    """Who it is with what is allowed, until when, and where to leave; each page of the console says so."""

    actor: Actor
    until: datetime
    may_change: bool
    leave_url: str


Ask = Callable[[HttpRequest], Guest | None]
Hold = Callable[[Actor], None]

_asked: list[tuple[Ask, Hold]] = []


def ask(of: Ask, *, hold: Hold) -> None:
    """Ask these functions too, from now on. They cost no query where there is no guest."""
    _asked.append((of, hold))


def guest_of(request: HttpRequest) -> Actor | None:
    """Return the guest who makes the request, and let the page know; None where nobody knows one."""
    guest = next((found for of, _hold in _asked if (found := of(request))), None)
    request.guest = guest  # type: ignore[attr-defined]  # for the line on top of the page
    return guest.actor if guest else None


def hold_leave(by: Actor) -> None:
    """Let a guest's leave not end before the present transaction: what is done by it is done while it lasts.

    Raises: DomainError when it has ended.
    """
    for _of, hold in _asked if by.access else ():
        hold(by)
