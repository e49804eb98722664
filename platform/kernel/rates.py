"""How often one subscriber did something: counted in the cache, in the current place only."""

import logging
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

HOUR = 60 * 60


def count(what: str, address: str) -> int:
    """Count once more; return how often it was within the hour that began with the first.

    Without Redis nobody is held back, and it is 0: what a citizen sends matters more than what a robot does.
    """
    key = f"{what}:{subscriber(address)}"
    try:
        cache.add(key, 0, HOUR)
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two calls
        return 1
    except RedisError:
        log.warning("Nobody is counted: Redis does not answer.")
        return 0


def subscriber(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    return str(ip_network(f"{parsed}/{64 if parsed.version == 6 else 32}", strict=False))
