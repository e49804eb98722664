"""Limits that are set for a test."""

import pytest

from tenants.isolation.current import Place, Tenancy, enter
from tenants.quotas.models import Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.tenants.jobs.conftest import region

__all__ = ["region"]

MEGABYTE = 1024**2


def set_quota(where: Tenancy, kind: str, **values: object) -> None:
    """Set what a tenant has used, or may."""
    with enter(Place.PLATFORM):
        assert Quota.objects.filter(tenant_role=where.role, kind=kind).update(**values)


def quota(where: Tenancy, kind: str) -> Quota:
    with enter(Place.PLATFORM):
        return Quota.objects.get(tenant_role=where.role, kind=kind)


def row_of(where: Tenancy) -> Tenant:
    return Tenant.objects.get(pk=where.id)


@pytest.fixture
def jayapura_committed(region: Tenancy) -> Tenancy:
    """Jayapura, outside a transaction."""
    return tenancy(Tenant.objects.get(region_code="91.71"))
