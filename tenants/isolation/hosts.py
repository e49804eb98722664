"""Which tenant a host leads to, remembered until the registry changes.

A process asks about once a second whether a tenant, a domain or a module changed since; so a change is seen
everywhere within a second, and nothing needs to tell anybody.
"""

import time
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import Error

from tenants.isolation.current import Tenancy
from tenants.registry import queries

SECONDS = 0.9  # and the rest of the second for the question itself
LIMIT = 5_000

UNKNOWN: Any = object()
# Nobody is led there any more.
ARCHIVED = "archived"

_known: dict[str, Tenancy | None] = {}
# By what a browser sent, port and all, when it was a tenant's first domain: most requests need no other look.
_at_home: dict[str, Tenancy] = {}
_version = ""
_asked = float("-inf")
_lock = Lock()


def is_platform(host: str) -> bool:
    """Say whether the host is the operators' own."""
    return host in (settings.PLATFORM_DOMAIN, "127.0.0.1")


def address(host: str, path: str = "") -> str:
    """Return the full address of a path on a host of this installation."""
    port = "" if settings.PLATFORM_PORT in (80, 443) else f":{settings.PLATFORM_PORT}"
    return f"{settings.PLATFORM_SCHEME}://{host}{port}{path}"


def at_home(sent: str) -> Tenancy | None:
    """Return the tenant whose first domain this header named before, as it was at most a second ago."""
    _look()
    return _at_home.get(sent)


def find(host: str, sent: str = "") -> Tenancy | None:
    """Return the tenant of the host, as it was at most a second ago; `sent` is the header that named it."""
    _look()
    version, known = _version, _known.get(host, UNKNOWN)
    tenancy = queries.resolve(host) if known is UNKNOWN else known
    heard = sent if tenancy and tenancy.domain == host and tenancy.state != ARCHIVED else ""
    if known is UNKNOWN or heard:
        _keep(host, heard, tenancy, version)
    return tenancy


def _keep(host: str, heard: str, tenancy: Tenancy | None, version: str) -> None:
    """Keep the answer, and the header that was heard at a first domain, unless the registry has been another since."""
    with _lock:
        if len(_known) >= LIMIT or len(_at_home) >= LIMIT:
            _forget()
        if version == _version:
            _known[host] = tenancy
            if heard and tenancy:
                _at_home[heard] = tenancy


def _look() -> None:
    """Forget all hosts when the registry is another than it was; one thread asks, the others go on meanwhile.

    Raises: django.db.Error while Postgres is away.
    """
    global _version, _asked  # noqa: PLW0603 - the memory is the process's
    if time.monotonic() - _asked < SECONDS:
        return
    with _lock:
        now = time.monotonic()
        if now - _asked < SECONDS:
            return
        _asked = now
    try:
        version = queries.version()
    except Error:
        forget()  # while Postgres is away nobody knows where a host leads
        raise
    with _lock:
        if version != _version:
            _forget()
        _version = version


def _forget() -> None:
    _known.clear()
    _at_home.clear()


def forget() -> None:
    """Ask the database again at the next request of this process."""
    global _asked  # noqa: PLW0603 - as above
    with _lock:
        _forget()
        _asked = float("-inf")
