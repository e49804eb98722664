"""Content that shows what the portal can do, marked as sample."""

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
class LoadSample(Step):
    """Load the sample content of one module, and of the portal with the first."""

    module: str
    title = Text(id="Muat isi contoh", en="Load the sample content")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        return InstalledModule.objects.filter(tenant=tenant, module=self.module, sample_at__isnull=False).exists()

    def do(self, tenant: Tenant) -> None:
        with transaction.atomic():
            with enter(tenancy(tenant)):
                provision.sample(PLATFORM)
                for _module, code in registry.contributions("provision", [self.module]):
                    code.sample(PLATFORM)
            InstalledModule.objects.filter(tenant=tenant, module=self.module).update(sample_at=timezone.now())
