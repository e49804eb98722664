"""The cache: keys that carry the place, and what happens while Redis is away."""

import time
from typing import Any, ClassVar

from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from kernel import signing

# allauth counts attempts under these keys, and knows nothing of a cache that is away.
COUNTED = "allauth:rl:"
# A log-in asks a dozen times: for so many seconds a Redis that did not answer is not waited for again.
WHILE = 5.0
# One request asks for several things, and rings for jobs: for so long the others are told at once.
A_MOMENT = 4.0


def key(key: str, prefix: str, version: int) -> str:
    """Return the key as it is stored; for `CACHES[…]["KEY_FUNCTION"]`.

    Raises: RuntimeError as nobody.
    """
    return f"{signing.current_scope()}:{prefix}:{version}:{key}"


def entries(scope: str) -> list[bytes]:
    """Return the keys of all that Redis has of a place, as they are stored.

    Raises: RedisError.
    """
    return list(_redis().scan_iter(match=f"{scope}:*", count=1000))


def forget(scope: str) -> None:
    """Delete all that Redis has of a place.

    Raises: RedisError.
    """
    if found := entries(scope):
        _redis().unlink(*found)


def _redis() -> Any:
    return cache._cache.get_client()  # type: ignore[attr-defined]  # Django's own interface lists no keys


class Cache(RedisCache):
    """Redis. While it is away, attempts to log in are counted by each process alone; all else says so.

    Raises: RedisError.
    """

    alone_until: ClassVar[float] = 0.0
    silent_until: ClassVar[float] = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._alone = LocMemCache("counted alone", {**params, "OPTIONS": {"MAX_ENTRIES": 10_000}})

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(self._ask("add", key, value, timeout, version))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask("set", key, value, timeout, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(self._ask("delete", key, version))

    def clear(self) -> None:
        """Delete what the place that the code is in has, and nobody else's; Django's own empties Redis for all."""
        forget(signing.current_scope())

    @classmethod
    def is_silent(cls) -> bool:
        """Say whether Redis did not answer this process a moment ago."""
        return time.monotonic() < cls.silent_until

    @classmethod
    def fall_silent(cls) -> None:
        """Note that Redis has just not answered."""
        cls.silent_until = time.monotonic() + A_MOMENT

    def _ask(self, verb: str, key: str, *more: Any) -> Any:
        is_counted, now = key.startswith(COUNTED), time.monotonic()
        if is_counted and now < Cache.alone_until:
            return getattr(self._alone, verb)(key, *more)
        if not is_counted and Cache.is_silent():
            raise RedisError("Redis did not answer a moment ago.")
        try:
            return getattr(super(), verb)(key, *more)
        except RedisError:
            Cache.alone_until = time.monotonic() + WHILE
            Cache.fall_silent()
            if not is_counted:
                raise
        return getattr(self._alone, verb)(key, *more)
