"""What a load balancer asks, on any host: does this process answer, and is all that pages need there.

Words only: nothing here says more to a stranger than that something is away.
"""

from collections.abc import Callable
from functools import cache as remembered

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from provisioning import migrating
from tenants.jobs import queries as jobs

OK = "ok"
# Pages work without these, so the process stays in the balancer's list.
DISPENSABLE = frozenset({"redis", "worker"})
LATE = 60.0


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer, and ask nothing: who restarts processes must not do so because a server is away."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages work, 503 when they do not; name what is wrong either way."""
    states = {name: look() for name, look in LOOKS.items()}
    works = all(state == OK for name, state in states.items() if name not in DISPENSABLE)
    return JsonResponse(states, status=200 if works else 503)


def _postgres() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "away"
    return OK


def _redis() -> str:
    try:
        cache.get("health")
    except RedisError:
        return "away"
    return OK


def _migrations() -> str:
    try:
        _complete()
    except Error:
        return "unknown"
    except LookupError:
        return "behind"
    return OK


@remembered  # what is complete once stays so as long as the process; a raise is not remembered
def _complete() -> None:
    if migrating.are_behind(migrating.shared_labels()):
        raise LookupError


def _static() -> str:
    """Look for the list of static files: without it no page can name its styles."""
    return "missing" if getattr(staticfiles_storage, "hashed_files", None) == {} else OK


def _worker() -> str:
    try:
        return "late" if jobs.oldest_wait() > LATE else OK
    except Error:
        return "unknown"


LOOKS: dict[str, Callable[[], str]] = {
    "postgres": _postgres,
    "redis": _redis,
    "migrations": _migrations,
    "static": _static,
    "worker": _worker,
}
