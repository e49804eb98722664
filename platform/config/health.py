"""Does this installation answer, and what is missing when it does not."""

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError


def health(request: HttpRequest) -> JsonResponse:
    """Answer 200 when Postgres does; 503 with the name of what is away otherwise. Jobs wait for Redis, pages do not."""
    states = {"postgres": _postgres(), "redis": _redis()}
    return JsonResponse(states, status=200 if states["postgres"] == "ok" else 503)


def _postgres() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "away"
    return "ok"


def _redis() -> str:
    try:
        cache.get("health")
    except RedisError:
        return "away"
    return "ok"
