"""How much of its quota a new tenant uses."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.quotas import measuring
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class MeasureUsage(Step):
    """Measure rows and files once, so that nobody reads 0 until the hourly measuring."""

    title = Text(id="Ukur pemakaian kuota", en="Measure the quota used")

    def is_done(self, tenant: Tenant) -> bool:
        return measuring.is_measured(tenant)

    def do(self, tenant: Tenant) -> None:
        measuring.measure_new(tenant)
