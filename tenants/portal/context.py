"""The context of every template: lazy, so that a page asks only for what it shows."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kernel.accounts.models import Person
from kernel.accounts.queries import actor_of
from tenants.isolation.current import Place, place
from tenants.portal import site as of


def site(request: HttpRequest) -> dict[str, Any]:
    """Return brand, menus, languages and who is there. What failed, or is nowhere, asks nothing."""
    if getattr(request, "is_failing", False) or place() is Place.NOBODY:
        return {"brand": of.bare_brand(), "menu": [], "console_menu": [], "languages": [], "person": None}
    return {
        "brand": _later(of.brand),
        "menu": _later(lambda: of.menu(request)),
        "console_menu": _later(lambda: of.console_menu(request)),
        "languages": _later(lambda: of.languages(request)),
        "copied_at": _later(of.copied_at),
        "is_paused": of.is_paused(),
        "footer_links": _later(of.footer_links),
        "person": _later(lambda: _person(request)),
        "actor": _later(lambda: actor_of(request)),
        "bell": _later(lambda: of.bell(request)),
    }


def _later(ask: Callable[[], Any]) -> Any:
    return SimpleLazyObject(ask)


def _person(request: HttpRequest) -> Person | None:
    """Return who is logged in; None where the session has not been looked at yet (a cookie-free page)."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None
