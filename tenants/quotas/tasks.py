"""Measure and warn, on the platform."""

import logging
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts.queries import administrators
from tenants import mail
from tenants.isolation import hosts
from tenants.isolation.current import enter
from tenants.jobs.registry import job
from tenants.quotas import actions, measuring, queries
from tenants.quotas.models import WARN, Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import running, tenancy

log = logging.getLogger(__name__)

# Figures that Postgres keeps anyway: what it counted at its last look, and what it has seen written since it started.
ROWS = """
    SELECT n.nspname, sum(greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0))::bigint
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = ANY (%s) GROUP BY 1
"""
# A region that goes up and down around a mark hears of it once a week.
AGAIN = timedelta(days=7)


@job("quotas.measure", every=timedelta(hours=1), on_platform=True, is_atomic=False)
def measure() -> None:
    """Measure rows and files of every running tenant; one that cannot be measured stops no other."""
    tenants = list(running())
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [[tenant.schema_name for tenant in tenants]])
        rows = dict(cursor.fetchall())
    for tenant in tenants:
        actions.begin(tenant)
        # Nothing is known after a crash of Postgres, until it looks again.
        tenant.quotas.filter(kind=Quota.Kind.ROWS).update(used=rows.get(tenant.schema_name) or F("used"))
        try:
            measuring.measure_files(tenant)
        except DatabaseError:
            log.exception("Files were not measured.", extra={"tenant": tenant.slug})


@job("quotas.warn", every=timedelta(minutes=5), on_platform=True, is_atomic=False)
def warn() -> None:
    """Tell the people of each tenant once what is nearly used up; one that is out of order stops no other."""
    queries.below(WARN).filter(warned_at__lt=timezone.now() - AGAIN).update(warned_at=None)
    for tenant, rows in groupby(queries.reaching(WARN), key=lambda row: row.tenant):
        try:
            _warn(tenant, list(rows))
        except DatabaseError:
            log.exception("Nobody was warned.", extra={"tenant": tenant.slug})


@transaction.atomic
def _warn(tenant: Tenant, rows: list[Quota]) -> None:
    if actions.note_warned(rows):
        _tell(tenant)


def _tell(tenant: Tenant) -> None:
    """Mail the tenant's administrators: by the platform, since the tenant's own mails may be what is used up."""
    where = tenancy(tenant)
    with enter(where):
        people = list(administrators())
    near = [meter for meter in queries.of(tenant) if meter.is_near]

    def say() -> dict[str, Any]:
        subject = _("The room of the portal of %(name)s is getting short") % {"name": tenant.name}
        lines = [f"{meter.kind.label}: {meter.said}" for meter in near]
        address = hosts.address(where.domain, reverse("quota", urlconf=settings.TENANT_URLCONF))
        return {"subject": subject, "region": tenant.name, "lines": lines, "address": address}

    mail.tell(people, template="quotas/warning.txt", say=say)
