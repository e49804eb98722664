"""What a citizen's browser holds, and what the portal keeps of it: digests that are of use in one tenant only."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from kernel import signing
from kernel.signing import Kind
from tenants.citizens.models import STOPPABLE

# Longer than any session is kept: the row decides.
YEAR = 365 * 24 * 60 * 60
DIGITS = 6
STOP = Kind("stop-recovery", max_age=STOPPABLE)


def new() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token: a row that is carried to another tenant opens nothing there."""
    return sha256(f"{signing.current_scope()}:{token}".encode()).hexdigest()


def new_code() -> str:
    """Return six digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code_digest(key: str, code: str) -> str:
    """Return what is kept of the code of a row: without the installation's secret it cannot be tried out."""
    value = f"{signing.current_scope()}:{key}:{code}"
    return salted_hmac("tenants.citizens", value, algorithm="sha256").hexdigest()


def of(request: HttpRequest) -> str:
    """Return the browser's token; empty where it has none."""
    return request.COOKIES.get(settings.CITIZEN_COOKIE, "")


def give(response: HttpResponseBase, token: str) -> None:
    """Let the browser hold the token."""
    response.set_cookie(
        settings.CITIZEN_COOKIE,
        token,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: HttpResponseBase) -> None:
    """Let the browser hold none."""
    response.delete_cookie(settings.CITIZEN_COOKIE, samesite="Lax")
