"""How often somebody may do something: counted in Redis for all processes, in the current place only.

Every limit is a `Limit`, declared once beside what it holds back; `LIMITS` is all of them. What is counted is a
network, an account, or an account in a network. Many people share one address of a mobile network:
a limit of a network is wide.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from kernel import signing
from kernel.errors import TooMany

log = logging.getLogger(__name__)

HOUR = 60 * 60
LIMITS: dict[str, "Limit"] = {}
_alone = LocMemCache("counted alone", {"OPTIONS": {"MAX_ENTRIES": 10_000}})


@dataclass(frozen=True, slots=True)
class Limit:
    """How often something may happen within so many seconds that begin with the first time.

    Without Redis nobody is held back, and the count is 0: what a citizen sends matters more than what a robot does.
    Only where `is_strict` each process then counts alone.
    """

    name: str
    at_most: int
    seconds: int = HOUR
    is_strict: bool = False

    def __post_init__(self) -> None:
        LIMITS[self.name] = self

    def count(self, *whose: str) -> int:
        """Count once more; return how often it was."""
        key = self._key(whose)
        try:
            return self._count(cache, key)
        except RedisError:
            log.warning("Only strict limits are counted, and by each process: Redis does not answer.")
            return self._count(_alone, f"{signing.current_scope()}:{key}") if self.is_strict else 0

    def take(self, *whose: str) -> None:
        """Count once more, and refuse what is too much.

        Raises: TooMany.
        """
        if self.count(*whose) > self.at_most:
            raise TooMany(self.seconds)

    def give_back(self, *whose: str) -> None:
        """Take one time back that was no harm after all."""
        self._change("decr", self._key(whose))

    def forget(self, *whose: str) -> None:
        """Begin anew."""
        self._change("delete", self._key(whose))

    def _change(self, verb: str, key: str) -> None:
        with suppress(ValueError):  # nothing was counted alone
            getattr(_alone, verb)(f"{signing.current_scope()}:{key}")
        with suppress(ValueError, RedisError):
            if cache.get(key) is not None:  # a Redis that is away is not waited for again
                getattr(cache, verb)(key)

    def _count(self, counts: BaseCache, key: str) -> int:
        try:
            counts.add(key, 0, self.seconds)
            return int(counts.incr(key))
        except ValueError:  # it ran out between the two calls
            return 1

    def _key(self, whose: tuple[str, ...]) -> str:
        return f"rate:{self.name}:{hidden(*whose)}"


def hidden(*whose: str) -> str:
    """Return what stands for e-mail addresses and networks in the cache, where nobody can read them."""
    return salted_hmac("kernel.rates", "|".join(whose), algorithm="sha256").hexdigest()[:32]


def limited(limit: Limit, *, only: tuple[str, ...] = ("GET", "HEAD", "POST")) -> Callable[..., Any]:
    """Let one network see this view only so often: a decorator."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in only:
                limit.take(network(request))
            return view(request, *args, **kwargs)

        return show

    return decorate


def network(request: HttpRequest) -> str:
    """Return the network that a request comes from."""
    return subscriber(request.META.get("REMOTE_ADDR", ""))


def subscriber(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    return str(ip_network(f"{parsed}/{64 if parsed.version == 6 else 32}", strict=False))
