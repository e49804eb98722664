"""The row that says: this module's tables are here."""

from dataclasses import dataclass

from kernel.modules import registry
from kernel.text import Text
from provisioning.step import Step
from tenants.registry.models import InstalledModule, Tenant


@dataclass(frozen=True, slots=True)
class InstallModule(Step):
    """Record the module in the tenant, not yet enabled."""

    module: str
    title = Text(id="Pasang modul", en="Install the module")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        return InstalledModule.objects.filter(tenant=tenant, module=self.module).exists()

    def do(self, tenant: Tenant) -> None:
        manifest = registry.get(self.module)
        assert manifest is not None, self.module
        InstalledModule.objects.get_or_create(
            tenant=tenant,
            module=self.module,
            defaults={"version": manifest.version},
        )
