"""What browser it is, and from where it asks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

# The first that fits: most browsers call themselves Chrome or Safari too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which somebody is logged in, as she recognizes it; `row` is her session."""

    row: Any
    device: str
    is_this: bool


def places(rows: Iterable[Any], *, is_this: Callable[[Any], bool]) -> list[Place]:
    """Return the browsers of these sessions, this one first."""
    found = [Place(row, describe(row.agent), is_this(row)) for row in rows]
    return sorted(found, key=lambda place: not place.is_this)


def describe(agent: str) -> str:
    """Return the browser and the system that a `User-Agent` names."""
    browser, system = _first(BROWSERS, agent), _first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def agent_of(request: HttpRequest) -> str:
    """Return what the browser calls itself."""
    return request.headers.get("User-Agent", "")[:300]


def address_of(request: HttpRequest) -> str:
    """Return the address from which it asks."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for mark, name in known if mark in agent), "")
