"""A host name that leads to the tenant."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.errors import StepFailed
from provisioning.step import Step
from tenants.registry.models import Domain, Tenant


@dataclass(frozen=True, slots=True)
class AttachDomain(Step):
    """Make the host name the tenant's first, where it has none yet."""

    host: str
    title = Text(id="Pasang domain", en="Attach the domain")

    @property
    def detail(self) -> str:
        return self.host

    def is_done(self, tenant: Tenant) -> bool:
        return Domain.objects.filter(tenant=tenant, domain=self.host).exists()

    def do(self, tenant: Tenant) -> None:
        is_first = not Domain.objects.filter(tenant=tenant).exists()
        domain, _is_new = Domain.objects.get_or_create(
            domain=self.host, defaults={"tenant": tenant, "is_primary": is_first}
        )
        if domain.tenant_id != tenant.pk:
            raise StepFailed(self.kind)  # another order for this host was faster
