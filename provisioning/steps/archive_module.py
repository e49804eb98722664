"""All that a module has in a tenant, put where it can be brought back from."""

from dataclasses import dataclass

from django.db import transaction

from kernel.text import Text
from provisioning import belongings
from provisioning.archives import manifest
from provisioning.archives.errors import ArchiveRefused
from provisioning.models import Archive
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class ArchiveModule(Step):
    """Write tables, files and sequences into the archive, and its checksum into its row."""

    module: str
    archive: str
    title = Text(id="Arsipkan modul", en="Archive the module")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        row = Archive.objects.get(key=self.archive)
        try:
            return bool(row.manifest) and manifest.parse(row.folder).checksum == row.manifest
        except ArchiveRefused:
            return False

    def do(self, tenant: Tenant) -> None:
        row = Archive.objects.filter(key=self.archive)
        folder, installed = row.get().folder, InstalledModule.objects.get(tenant=tenant, module=self.module)
        with transaction.atomic("owner"), enter(tenancy(tenant)):
            kept = belongings.archive(self.module, folder, installed)
        row.update(**kept.figures)
