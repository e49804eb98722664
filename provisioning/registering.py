"""The row of a new tenant, with what its schema and roles will be called."""

from typing import Any

from django.conf import settings
from django.db import connection

from tenants.quotas import actions as quotas
from tenants.registry.models import Tenant


def register(number: int | None = None, **facts: Any) -> Tenant:
    """Write the tenant, under the number of a spare where one is given. A copy has no limits."""
    tenant = Tenant(**names(number or next_number()), release=settings.RELEASE, **facts)
    tenant.save(force_insert=True)  # type: ignore[no-untyped-call]  # django-tenants has no types here
    if not tenant.copied_from_id:
        quotas.begin(tenant)
    return tenant


def next_number() -> int:
    """Return a number that no tenant has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('registry_tenant', 'id'))")
        return int(cursor.fetchone()[0])


def names(number: int) -> dict[str, Any]:
    """Return what a tenant's schema and role are called: after its number, once and for all."""
    role = f"{connection.settings_dict['NAME']}_t{number}"
    return {"id": number, "schema_name": f"t{number}", "role_name": role}
