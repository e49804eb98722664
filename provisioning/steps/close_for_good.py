"""The end of a portal: from here on nobody is let in, and no job runs."""

import time
from dataclasses import dataclass

from kernel.text import Text
from provisioning.errors import StepFailed
from provisioning.step import Step
from tenants.isolation import hosts
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class CloseForGood(Step):
    """Close the portal, and wait until no process remembers it as open."""

    title = Text(id="Tutup portal selamanya", en="Close the portal for good")

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.ARCHIVED).exists()

    def do(self, tenant: Tenant) -> None:
        if not Tenant.objects.filter(pk=tenant.pk).exclude(state=Tenant.State.LIVE).update(state=Tenant.State.ARCHIVED):
            raise StepFailed(self.kind)
        time.sleep(hosts.SECONDS)
