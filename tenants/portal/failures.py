"""What a page says when something went wrong: what happened, what is safe, what to do.

Used by the error middleware, and by Django itself through `handler400` … `handler500`.
"""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg2.errors import QueryCanceled
from redis.exceptions import RedisError

from kernel.errors import DomainError

log = logging.getLogger(__name__)

RETRY_AFTER = "30"
# What a server that is away raises: Postgres, or Redis where nothing can be done without it.
AWAY = (OperationalError, InterfaceError, RedisError)
LAST_WORD = "Halaman ini sedang terganggu. Coba lagi sebentar lagi. · This page is disturbed. Try again shortly."


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Say why a rule said no, with the error's own status."""
    context = {"message": error.message, "code": error.code, "status": error.status}
    template = "portal/_refused.html" if "HX-Request" in request.headers else "portal/refused.html"
    return _never_kept(render(request, template, context, status=error.status))


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that a server does not answer, or not in time, without asking it anything."""
    took_too_long = isinstance(getattr(sys.exc_info()[1], "__cause__", None), QueryCanceled)
    log.exception("A statement took too long." if took_too_long else "Postgres or Redis does not answer.")
    response = _safely(request, "busy.html" if took_too_long else "503.html", 503)
    response["Retry-After"] = RETRY_AFTER
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that no browser of ours sends."""
    return _safely(request, "portal/bad_request.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer without reading what was sent."""
    return _safely(request, "portal/bad_request.html", 413)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not."""
    return _never_kept(render(request, "403.html", status=403))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was open for too long."""
    return _never_kept(render(request, "403_csrf.html", status=403))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for a page that does not exist here."""
    return _safely(request, "404.html", 404, is_failing=False)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer for our own mistake; or, where a server that is away is the reason, say that."""
    if isinstance(sys.exc_info()[1], AWAY):
        return unavailable(request)
    return _safely(request, "500.html", 500)


def _safely(request: HttpRequest, template: str, status: int, *, is_failing: bool = True) -> HttpResponse:
    """Render a page that must come out: plainer each time that it fails."""
    request.is_failing = is_failing  # type: ignore[attr-defined]  # read by the context processor
    try:
        return _never_kept(render(request, template, status=status))
    except Exception:
        log.exception("The page for status %s could not be rendered.", status)
    if not is_failing:
        return _safely(request, template, status)
    return _never_kept(HttpResponse(LAST_WORD, status=status, content_type="text/plain; charset=utf-8"))


def _never_kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
