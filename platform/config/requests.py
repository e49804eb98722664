"""One line, and the figures, of each request: which page, for whom, how it ended. Never what was in it."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.db import connection
from django.http import HttpRequest, HttpResponse

from kernel import metrics
from tenants.isolation.current import Place, label

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# What proxies make: nothing else fits, so nobody can write a name or a number of his into our log.
GOOD = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class RequestLog:
    """Give the request a number, write its line when it is answered, count it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number, started, asked = _number(request), time.perf_counter(), Asked()
        with structlog.contextvars.bound_contextvars(request=number):
            with connection.execute_wrapper(asked):
                response = self.get_response(request)
            _note(request, response, time.perf_counter() - started, asked)
        response[HEADER] = number
        return response


class Asked:
    """How often a request asked Postgres, and how long it waited for it."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started


def _number(request: HttpRequest) -> str:
    """Return the number that a proxy gave, or a new one."""
    given = request.headers.get(HEADER, "")
    return given if GOOD.fullmatch(given) else uuid.uuid4().hex


def _note(request: HttpRequest, response: HttpResponse, seconds: float, asked: Asked) -> None:
    words = {
        "tenant": label(getattr(request, "place", Place.NOBODY)),
        "route": _route(request),
        "method": request.method if request.method in METHODS else "other",
    }
    measured = {"status": response.status_code, "seconds": round(seconds, 4), "queries": asked.count}
    log.info("A request was answered.", extra={**words, **measured})
    metrics.count_request({**words, "status": str(response.status_code)}, seconds, asked.count, asked.seconds)


def _route(request: HttpRequest) -> str:
    """Return the page's name: its path may hold a secret link."""
    match = request.resolver_match
    return match.view_name if match else "none"
