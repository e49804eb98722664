"""Tables of the core or of one module."""

from dataclasses import dataclass

from django.db import transaction

from kernel.text import Text
from provisioning import structure
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class ApplyStructure(Step):
    """Run a structure script and record its migrations, in one transaction. `part` is "core" or a module."""

    part: str
    title = Text(id="Terapkan struktur", en="Apply the structure")

    @property
    def detail(self) -> str:
        return self.part

    def is_done(self, tenant: Tenant) -> bool:
        with enter(tenancy(tenant)):
            return structure.applied() >= structure.migrations(self.part)

    def do(self, tenant: Tenant) -> None:
        with enter(tenancy(tenant)), transaction.atomic("owner"):
            structure.apply(self.part, role=tenant.role_name)
