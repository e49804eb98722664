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

_asked: list[Ask] = []


def ask(of: Ask) -> None:
    """Ask this function too, from now on. It costs no query where there is no guest."""
    _asked.append(of)


def guest_of(request: HttpRequest) -> Actor | None:
    """Return the guest who makes the request, and let the page know; None where nobody knows one."""
    guest = next((found for of in _asked if (found := of(request))), None)
    request.guest = guest  # type: ignore[attr-defined]  # for the line on top of the page
    return guest.actor if guest else None
