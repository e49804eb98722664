"""The region's districts and villages, and its roles."""

from dataclasses import dataclass

from django.db import transaction

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Role
from kernel.text import Text
from provisioning.baseline import areas
from provisioning.step import Step
from tenants.areas.actions import copy
from tenants.isolation.current import enter
from tenants.portal import provision
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class LoadReference(Step):
    """Copy the reference data that the tenant needs, so that it never reads across."""

    title = Text(id="Salin data wilayah", en="Copy the reference data")

    def is_done(self, tenant: Tenant) -> bool:
        with enter(tenancy(tenant)):
            return Role.objects.filter(key="administrator").exists()

    def do(self, tenant: Tenant) -> None:
        rows = areas(tenant.region_code or tenant.works_in)
        with transaction.atomic(), enter(tenancy(tenant)):
            copy(rows)
            provision.baseline(PLATFORM)
