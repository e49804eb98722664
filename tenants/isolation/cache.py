"""The cache: keys that carry the place, and what happens while Redis is away."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from kernel import signing

# allauth counts attempts under these keys, and knows nothing of a cache that is away.
COUNTED = "allauth:rl:"


def key(key: str, prefix: str, version: int) -> str:
    """Return the key as it is stored; for `CACHES[…]["KEY_FUNCTION"]`.

    Raises: RuntimeError as nobody.
    """
    return f"{signing.current_scope()}:{prefix}:{version}:{key}"


class Cache(RedisCache):
    """Redis. While it is away nobody is held back at the log-in, as with `kernel.rates`; all else says so.

    Raises: RedisError.
    """

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(_or_else(key, True, lambda: super(Cache, self).add(key, value, timeout, version)))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return _or_else(key, default, lambda: super(Cache, self).get(key, default, version))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        _or_else(key, None, lambda: super(Cache, self).set(key, value, timeout, version))

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(_or_else(key, False, lambda: super(Cache, self).delete(key, version)))


def _or_else(key: str, default: Any, ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except RedisError:
        if key.startswith(COUNTED):
            return default
        raise
