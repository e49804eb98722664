"""Browsers in which somebody has logged in before: a signed cookie, good in one place and for her alone."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from kernel import signing
from kernel.ids import new_id
from kernel.rates import hidden

BROWSER = signing.Kind("known-browser", timedelta(days=180))
# Several people may share a computer; the one who came longest ago is forgotten.
MOST = 5


def number(request: HttpRequest, account: str) -> str:
    """Return the number of the browser that this account has logged in with; empty where it has not."""
    return _known(request).get(hidden(account), "")


def last(request: HttpRequest) -> str:
    """Return a mark of the account that logged in last with the browser; empty where none is known."""
    return next(reversed(_known(request)), "")


def is_of(mark: str, account: str) -> bool:
    """Say whether the mark may be the account's: one that is empty may be anybody's."""
    return not mark or mark == hidden(account.strip().lower())


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """Let the browser prove from now on that the account has logged in with it."""
    mine, known = hidden(account), _known(request)
    others = [(name, value) for name, value in known.items() if name != mine]
    kept = dict([*others[1 - MOST :], (mine, known.get(mine) or new_id())])
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE,
        BROWSER.sign(kept),
        max_age=BROWSER.max_age,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        known = BROWSER.read(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, ""))
    except signing.BadToken:
        return {}
    return known if isinstance(known, dict) else {}
