"""Citra, a citizen of Makassar, and her browser."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tenants.citizens.models import Citizen
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.models import Job

EMAIL = "citra@example.org"
PHONE = "+6281234567890"


def told(address: str = EMAIL) -> str:
    """Return what the address was told last."""
    with enter(Place.PLATFORM):
        jobs = Job.objects.filter(name__in=["mail.deliver", "sms.deliver"], payload__to=address)
        return str(jobs.latest("pk").payload["text"])


def last_code(address: str = EMAIL) -> str:
    """Return the code that was sent to the address last."""
    found = re.search(r"\b\d{6}\b", told(address))
    assert found is not None
    return found[0]


def ask(client: Client, address: str = EMAIL, **more: str) -> Client:
    """Ask for a code in a browser."""
    assert client.post("/warga/masuk/", {"address": address, **more}).status_code == 302
    return client


def come_in(client: Client, address: str = EMAIL) -> Client:
    """Log a browser in by the code that was sent."""
    ask(client, address)
    assert client.post("/warga/kode/", {"digits": last_code(address)}).status_code == 302
    return client


@pytest.fixture
def citra(makassar: Tenancy, citizen: Client, clean_cache) -> Client:
    """Citra's browser: she is registered and logged in."""
    come_in(citizen)
    citizen.post("/warga/daftar/", {"name": "Citra"})
    return citizen


@pytest.fixture
def herself(makassar: Tenancy) -> Callable[[], Citizen]:
    """Read Citra's row anew."""

    def read() -> Citizen:
        with enter(makassar):
            return Citizen.objects.get(email=EMAIL)

    return read
