"""All that a tenant is, kept sealed where it can be restored from."""

from dataclasses import dataclass

from kernel.text import Text
from provisioning.archives import manifest
from provisioning.archives.errors import ArchiveRefused
from provisioning.backups import restoring
from provisioning.models import Backup
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class BackUp(Step):
    """Write structure, rows, numbers and files as they are at one moment, while the portal is used."""

    backup: str
    title = Text(id="Cadangkan portal", en="Back the portal up")

    def is_done(self, tenant: Tenant) -> bool:
        row = Backup.objects.get(key=self.backup)
        try:
            return bool(row.manifest) and manifest.parse(row.folder, restoring.opened()).checksum == row.manifest
        except ArchiveRefused:
            return False

    def do(self, tenant: Tenant) -> None:
        restoring.take(Backup.objects.get(key=self.backup), tenant)
