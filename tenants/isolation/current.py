"""Where the running code is: nowhere, on the platform, or in one tenant.

Entering only marks the place. The database backend reads the mark and sends role and path in
front of the next query, so a switch costs no round trip and a forgotten one reaches nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.urls import get_urlconf, set_urlconf
from django.utils import timezone

from kernel import signing
from tenants.isolation.errors import NotInTenant


@dataclass(frozen=True, slots=True)
class Tenancy:
    """All that entering a tenant needs, as the database's `gate.resolve` returns it."""

    id: int
    key: str
    schema: str
    role: str
    slug: str
    name: str
    kind: str
    region_code: str | None
    state: str
    time_zone: str
    domain: str
    modules: frozenset[str] = field(default_factory=frozenset)

    def has_enabled(self, module: str) -> bool:
        """Say whether the module's pages, jobs and listeners are on in this tenant."""
        return module in self.modules


# The platform is Kota Tangerang's.
PLATFORM_ZONE = ZoneInfo("Asia/Jakarta")


class Place(Enum):
    """The two places that are no tenant."""

    NOBODY = "nobody"
    PLATFORM = "platform"


_place: ContextVar[Tenancy | Place] = ContextVar("place", default=Place.NOBODY)


def place() -> Tenancy | Place:
    """Return where the running code is."""
    return _place.get()


def tenant() -> Tenancy:
    """Return the tenant that the running code is in.

    Raises: NotInTenant.
    """
    here = _place.get()
    if not isinstance(here, Tenancy):
        raise NotInTenant
    return here


@contextmanager
def enter(where: Tenancy | Place) -> Iterator[None]:
    """Be in a tenant, on the platform or nowhere until the block ends.

    Sets time zone, addresses, signing scope and log context with it. The language is the request's own.
    """
    token, urls = _place.set(where), get_urlconf()
    scope, zone = _surroundings(where)
    set_urlconf(settings.TENANT_URLCONF if isinstance(where, Tenancy) else None)
    try:
        with (
            signing.scope(scope),
            timezone.override(zone),
            structlog.contextvars.bound_contextvars(tenant=label(where)),
        ):
            yield
    finally:
        _place.reset(token)
        set_urlconf(urls)


def label(where: Tenancy | Place) -> str:
    """Return what logs and metrics call the place: a tenant's slug, "platform" or "nobody"."""
    return where.slug if isinstance(where, Tenancy) else where.value


def _surroundings(where: Tenancy | Place) -> tuple[str | None, ZoneInfo | None]:
    if isinstance(where, Tenancy):
        return where.key, ZoneInfo(where.time_zone)
    return ("platform", PLATFORM_ZONE) if where is Place.PLATFORM else (None, None)
