"""The tenant's people may log in; the public reads that it comes soon."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class MarkReady(Step):
    """Open the portal to its own people."""

    title = Text(id="Tandai siap", en="Mark as ready")

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, state__in=Tenant.MADE).exists()

    def do(self, tenant: Tenant) -> None:
        Tenant.objects.filter(pk=tenant.pk).exclude(state__in=Tenant.MADE).update(state=Tenant.State.READY)
