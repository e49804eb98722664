"""Open a suspended portal to everybody again."""

from dataclasses import dataclass

from django.db import transaction

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from kernel.text import Text
from provisioning.errors import StepFailed
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class OpenAgain(Step):
    """Make a suspended portal public; the jobs and mails that waited go on within seconds."""

    title = Text(id="Buka kembali portal", en="Open the portal again")

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.LIVE).exists()

    def do(self, tenant: Tenant) -> None:
        with transaction.atomic():
            suspended = Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.SUSPENDED)
            if suspended.update(state=Tenant.State.LIVE):
                with enter(tenancy(tenant)):
                    audit.record("portal.open_again", "portal", by=PLATFORM, summary="The portal was opened again")
            elif not self.is_done(tenant):
                raise StepFailed(self.kind)
