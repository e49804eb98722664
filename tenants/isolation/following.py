"""Django's current time zone and addresses follow the place: nothing is set on entering, so nothing is left over.

Django keeps each in a holder with a `value`. To set both when a place is entered and again when it is left costs a
request 12 µs, and what is set can be forgotten; a holder that looks at the place can do neither.
"""

from contextvars import ContextVar
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import base
from django.utils import timezone

from tenants.isolation.current import Place, Tenancy, place

# The platform is Kota Tangerang's.
PLATFORM_ZONE = ZoneInfo("Asia/Jakarta")


class Zone:
    """The time zone: what was activated in this place, or else the place's own; nobody's is Django's default."""

    _activated: ContextVar[tuple[Tenancy | Place, Any] | None] = ContextVar("activated", default=None)

    @property
    def value(self) -> Any:
        """Return the zone that holds here; there is no such attribute where none does."""
        here, activated = place(), self._activated.get()
        if activated is not None and activated[0] is here:
            return activated[1]
        if here is Place.NOBODY:
            raise AttributeError("value")
        return ZoneInfo(here.time_zone) if isinstance(here, Tenancy) else PLATFORM_ZONE

    @value.setter
    def value(self, zone: Any) -> None:
        self._activated.set((place(), zone))

    @value.deleter
    def value(self) -> None:
        self._activated.set(None)


class Addresses:
    """The addresses of the place, whatever Django sets for a request; nobody's are Django's default."""

    @property
    def value(self) -> str:
        """Return the module of addresses that holds here; there is no such attribute where none does."""
        here = place()
        if here is Place.NOBODY:
            raise AttributeError("value")
        return str(settings.TENANT_URLCONF if isinstance(here, Tenancy) else settings.PUBLIC_URLCONF)

    @value.setter
    def value(self, urlconf: Any) -> None:
        """Ignore it: a request's own is of its place too."""

    @value.deleter
    def value(self) -> None:
        """Ignore it, as what is set."""


def follow() -> None:
    """Let Django ask us. What takes their place must be there in each release of Django, or the start stops."""
    for module, name, holder in ((timezone, "_active", Zone()), (base, "_urlconfs", Addresses())):
        getattr(module, name)
        setattr(module, name, holder)
