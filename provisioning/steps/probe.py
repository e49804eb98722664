"""Ask the portal for its pages, before anybody else does."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.errors import ProbeFailed
from provisioning.step import Step
from tenants.portal import probe
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class Probe(Step):
    """Call the portal's pages through the whole stack, in this process, with a signed token."""

    title = Text(id="Uji seluruh halaman", en="Probe all pages")

    def is_done(self, tenant: Tenant) -> bool:
        return False  # only looking tells

    def do(self, tenant: Tenant) -> None:
        where = tenancy(tenant)
        if faults := probe.check(where):
            raise ProbeFailed(faults)
