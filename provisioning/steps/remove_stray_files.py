"""Files that no row knows any more."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.step import Step
from tenants.files.queries import strays
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class RemoveStrayFiles(Step):
    """Delete what was stored after the backup, while nobody can store anything."""

    title = Text(id="Hapus berkas yang tak lagi dipakai", en="Remove files that nothing uses")

    def is_done(self, tenant: Tenant) -> bool:
        with enter(tenancy(tenant)):
            return not strays()

    def do(self, tenant: Tenant) -> None:
        with enter(tenancy(tenant)):
            for path in strays():
                path.unlink(missing_ok=True)
