"""What citizens had deleted, gone again after something of before was brought back."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.personal import erasures
from tenants.registry.models import Tenant
from tenants.registry.queries import erased, tenancy


@dataclass(frozen=True, slots=True)
class RepeatDeletions(Step):
    """Delete once more the data of citizens whose deletion was carried out since (UU 27/2022)."""

    title = Text(id="Ulangi penghapusan data warga", en="Repeat deletions of citizens' data")

    def is_done(self, tenant: Tenant) -> bool:
        keys = erased(tenant)
        with enter(tenancy(tenant)):
            return not erasures.undone(keys)

    def do(self, tenant: Tenant) -> None:
        keys = erased(tenant)
        with enter(tenancy(tenant)):
            erasures.repeat(keys)
