import pytest
from django.test import Client

from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import InstalledModule, Tenant


@pytest.fixture
def console(makassar: Tenancy, sari, portal) -> Client:
    """Sari's browser."""
    return portal(makassar, sari)


@pytest.fixture
def make_ready(makassar: Tenancy) -> None:
    """Makassar as it is before the public may see it."""
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=makassar.id).update(state="ready")
    hosts.forget()


@pytest.fixture
def news_off(makassar: Tenancy) -> None:
    """Makassar with its news module disabled."""
    with enter(Place.PLATFORM):
        InstalledModule.objects.filter(tenant_id=makassar.id, module="news").update(is_enabled=False)
    hosts.forget()
