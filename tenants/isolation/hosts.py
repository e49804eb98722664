"""Which tenant a host leads to, remembered for a second.

A second is how long a change of a domain, a state or a module may take to be seen everywhere; so
each process asks the database at most once a second for each host, and nothing needs to tell it.
"""

import time
from threading import Lock

from django.conf import settings

from tenants.isolation.current import Tenancy
from tenants.registry import queries

SECONDS = 1.0
LIMIT = 5_000

_known: dict[str, tuple[float, Tenancy | None]] = {}
_lock = Lock()


def is_platform(host: str) -> bool:
    """Say whether the host is the operators' own."""
    return host in (settings.PLATFORM_DOMAIN, "127.0.0.1")


def address(host: str, path: str = "") -> str:
    """Return the full address of a path on a host of this installation."""
    port = "" if settings.PLATFORM_PORT in (80, 443) else f":{settings.PLATFORM_PORT}"
    return f"{settings.PLATFORM_SCHEME}://{host}{port}{path}"


def find(host: str) -> Tenancy | None:
    """Return the tenant of the host, at most a second old."""
    now = time.monotonic()
    known = _known.get(host)
    if known and now - known[0] < SECONDS:
        return known[1]
    tenancy = queries.resolve(host)
    with _lock:
        if len(_known) >= LIMIT:
            _known.clear()
        _known[host] = (now, tenancy)
    return tenancy


def forget() -> None:
    """Ask the database again at the next request of this process."""
    with _lock:
        _known.clear()
