"""A restored portal, open as it was before."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class OpenRestored(Step):
    """Give the portal back the state that it had when the restore was ordered."""

    state: str
    title = Text(id="Buka portal seperti semula", en="Open the portal as before")

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, state=self.state).exists()

    def do(self, tenant: Tenant) -> None:
        Tenant.objects.filter(pk=tenant.pk).update(state=self.state)
