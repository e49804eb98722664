"""Measure how much one tenant has."""

from django.db import connection, transaction
from django.db.models import Sum

from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.isolation.names import quoted
from tenants.quotas import actions
from tenants.quotas.models import Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = %s
"""


@transaction.atomic
def measure_files(tenant: Tenant) -> None:
    """Add the sizes up. The row is locked first: a file that comes meanwhile waits, and is counted once."""
    row = tenant.quotas.select_for_update().get(kind=Quota.Kind.STORAGE)
    with enter(tenancy(tenant)):
        row.used = StoredFile.objects.aggregate(all=Sum("size"))["all"] or 0
    row.save(update_fields=["used"])


def is_measured(tenant: Tenant) -> bool:
    """Say whether its rows were counted: there is no tenant without any."""
    return tenant.quotas.filter(kind=Quota.Kind.ROWS, used__gt=0).exists()


@transaction.atomic
def measure_new(tenant: Tenant) -> None:
    """Count all rows of a tenant that was made just now, and its files: what Postgres counts by itself comes later."""
    actions.begin(tenant)
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [tenant.schema_name])
        names = [quoted(name) for (name,) in cursor.fetchall()]
    with enter(tenancy(tenant)), connection.cursor() as cursor:
        each = " UNION ALL ".join(f"SELECT count(*) AS rows FROM {name}" for name in names)  # noqa: S608 - quoted
        cursor.execute(f"SELECT sum(rows) FROM ({each}) AS counted")  # noqa: S608 - as above
        rows = cursor.fetchone()[0]
    tenant.quotas.filter(kind=Quota.Kind.ROWS).update(used=rows)
    measure_files(tenant)
