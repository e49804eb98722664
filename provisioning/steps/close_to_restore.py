"""A portal that takes nothing in which would be lost."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class CloseToRestore(Step):
    """Suspend the portal while it is restored: pages say so, jobs and mails wait."""

    title = Text(id="Tutup portal sementara", en="Close the portal for a moment")

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.SUSPENDED).exists()

    def do(self, tenant: Tenant) -> None:
        Tenant.objects.filter(pk=tenant.pk).update(state=Tenant.State.SUSPENDED)
