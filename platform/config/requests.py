"""One line for each request: which page, for whom, how it ended, how long it took. Never what was in it."""

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from tenants.isolation.current import Place, label

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# What proxies make: nothing else fits, so nobody can write a name or a number of his into our log.
GOOD = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class RequestLog:
    """Give the request a number, and write its line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, started = _number(request), time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
            _note(request, response, time.perf_counter() - started)
        response[HEADER] = number
        return response


def _number(request: HttpRequest) -> str:
    """Return the number that a proxy gave, or a new one."""
    given = request.headers.get(HEADER, "")
    return given if GOOD.fullmatch(given) else uuid.uuid4().hex


def _note(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    line = {
        "tenant": label(getattr(request, "place", Place.NOBODY)),
        "route": _route(request),
        "method": request.method if request.method in METHODS else "other",
        "status": response.status_code,
        "seconds": round(seconds, 4),
    }
    log.info("A request was answered.", extra=line)


def _route(request: HttpRequest) -> str:
    """Return the page's name: its path may hold a secret link."""
    match = request.resolver_match
    return match.view_name if match else "none"
