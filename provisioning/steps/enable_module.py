"""Switch a module on."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.registry import entitlement
from tenants.registry.models import InstalledModule, Tenant


@dataclass(frozen=True, slots=True)
class EnableModule(Step):
    """Let the module's pages, jobs and listeners run."""

    module: str
    title = Text(id="Aktifkan modul", en="Enable the module")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        return InstalledModule.objects.filter(tenant=tenant, module=self.module, is_enabled=True).exists()

    def do(self, tenant: Tenant) -> None:
        entitlement.require(tenant, self.module)
        InstalledModule.objects.filter(tenant=tenant, module=self.module).update(is_enabled=True)
