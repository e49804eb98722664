"""The time zone by which a tenant's days begin and end."""

from dataclasses import dataclass

from django.db import transaction

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from kernel.geo import zone_name
from kernel.modules import registry
from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class ChangeTimeZone(Step):
    """Change the zone, and let every installed module count its open deadlines anew, all at once."""

    time_zone: str
    title = Text(id="Ganti zona waktu dan hitung ulang tenggat", en="Change the time zone and count the deadlines anew")

    @property
    def detail(self) -> str:
        return zone_name(self.time_zone)

    def is_done(self, tenant: Tenant) -> bool:
        return Tenant.objects.filter(pk=tenant.pk, time_zone=self.time_zone).exists()

    def do(self, tenant: Tenant) -> None:
        with transaction.atomic():
            there = Tenant.objects.select_for_update().get(pk=tenant.pk)
            before, there.time_zone = there.time_zone, self.time_zone
            if before == self.time_zone:
                return
            Tenant.objects.filter(pk=tenant.pk).update(time_zone=self.time_zone)
            modules = list(there.installed_modules.values_list("module", flat=True))
            said = {"before": {"time_zone": before}, "after": {"time_zone": self.time_zone}}
            with enter(tenancy(there)):
                for _module, code in registry.contributions("deadlines", modules):
                    code.move(before, PLATFORM)
                audit.record("portal.time_zone", "portal", by=PLATFORM, summary="The time zone was changed", **said)
