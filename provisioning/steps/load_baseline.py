"""What a new tenant gets from a module."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.modules import registry
from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.portal import provision
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class LoadBaseline(Step):
    """Give the roles the module's permissions, and load its first content."""

    module: str
    title = Text(id="Muat isi awal", en="Load the baseline")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        loaded = InstalledModule.objects.filter(tenant=tenant, module=self.module, baseline_at__isnull=False)
        return loaded.exists()

    def do(self, tenant: Tenant) -> None:
        manifest = registry.get(self.module)
        assert manifest is not None, self.module
        with transaction.atomic():
            with enter(tenancy(tenant)):
                provision.grant_defaults(manifest)
                for _module, code in registry.contributions("provision", [self.module]):
                    code.baseline(PLATFORM)
            InstalledModule.objects.filter(tenant=tenant, module=self.module).update(baseline_at=timezone.now())
