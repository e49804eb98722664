"""A tenant as it was when it was backed up."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.backups import restoring
from provisioning.errors import StillOpen
from provisioning.models import Backup
from provisioning.step import Step
from tenants.registry.models import Tenant

# Opened again after this step had stopped: what was written since would be lost.
OPEN = (Tenant.State.READY, Tenant.State.LIVE)


@dataclass(frozen=True, slots=True)
class RestoreBackup(Step):
    """Put the backup in place of what is there, all at once; done again it brings the same."""

    backup: str
    title = Text(id="Pulihkan portal dari cadangan", en="Restore the portal from the backup")

    def is_done(self, tenant: Tenant) -> bool:
        return False  # what is there would have to be compared with all of the backup

    def do(self, tenant: Tenant) -> None:
        if tenant.state in OPEN:
            raise StillOpen(tenant.name)
        restoring.restore(Backup.objects.get(key=self.backup), tenant)
