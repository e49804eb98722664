"""The tables of modules that a spare has and the order has not."""

from dataclasses import dataclass

from django.db import transaction

from kernel.text import Text
from provisioning import belongings, structure
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class LeaveOut(Step):
    """Drop the tables of these modules where they are not installed: nobody has written into them yet."""

    modules: list[str]
    title = Text(id="Sisihkan modul yang tidak dipesan", en="Leave out what was not ordered")

    @property
    def detail(self) -> str:
        return ", ".join(self.modules)

    def is_done(self, tenant: Tenant) -> bool:
        return not self._there(tenant)

    def do(self, tenant: Tenant) -> None:
        there = self._there(tenant)
        with transaction.atomic("owner"), enter(tenancy(tenant)):
            for module in there:
                belongings.drop_tables(module)

    def _there(self, tenant: Tenant) -> list[str]:
        """Return those of the modules that have tables and are not installed."""
        installed = set(tenant.installed_modules.values_list("module", flat=True))
        with enter(tenancy(tenant)):
            applied = structure.applied()
        return [name for name in self.modules if name not in installed and applied & structure.migrations(name)]
