"""The row of a new tenant, with what its schema and roles will be called."""

from typing import Any

from django.conf import settings
from django.db import connection

from tenants.quotas import actions as quotas
from tenants.registry.models import Tenant


def register(**facts: Any) -> Tenant:
    """Write the tenant; schema and role are named after its id, once and for all. A copy has no limits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('registry_tenant', 'id'))")
        number = cursor.fetchone()[0]
    role = f"{connection.settings_dict['NAME']}_t{number}"
    tenant = Tenant(id=number, schema_name=f"t{number}", role_name=role, release=settings.RELEASE, **facts)
    tenant.save(force_insert=True)  # type: ignore[no-untyped-call]  # django-tenants has no types here
    if not tenant.copied_from_id:
        quotas.begin(tenant)
    return tenant
