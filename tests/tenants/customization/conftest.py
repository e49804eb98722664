import pytest
from django.test import Client

from tenants.isolation.current import Tenancy


@pytest.fixture
def console(makassar: Tenancy, sari, portal) -> Client:
    """Sari's browser."""
    return portal(makassar, sari)
