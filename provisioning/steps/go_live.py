"""Open the portal to everybody."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.errors import StepFailed
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class GoLive(Step):
    """Make a ready portal public; an order of its own."""

    title = Text(id="Tayangkan portal", en="Take the portal live")

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.LIVE).exists()

    def do(self, tenant: Tenant) -> None:
        if not Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.READY).update(state=Tenant.State.LIVE):
            raise StepFailed(self.kind)  # it was suspended meanwhile, say
