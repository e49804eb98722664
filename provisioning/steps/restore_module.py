"""A module that was uninstalled, brought back as it was."""

from dataclasses import dataclass

from django.db import transaction

from kernel.text import Text
from provisioning import belongings
from provisioning.archives import reader
from provisioning.models import Archive
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class RestoreModule(Step):
    """Check the whole archive, put its files back, then tables, rows and record in one transaction."""

    module: str
    archive: str
    title = Text(id="Pulihkan modul", en="Bring the module back")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        return Archive.objects.filter(key=self.archive, state=Archive.State.UNDONE).exists()

    def do(self, tenant: Tenant) -> None:
        row = Archive.objects.get(key=self.archive)
        kept, folder, where = belongings.verified(row), row.folder, tenancy(tenant)
        with enter(where):
            reader.take_files(folder, kept, belongings.place)
        with transaction.atomic("owner"):
            of_owner = Archive.objects.using("owner").filter(key=self.archive, state=Archive.State.KEPT)
            if of_owner.select_for_update().first():
                with enter(where):
                    belongings.restore(self.module, folder, kept, role=tenant.role_name)
                facts = kept.about["installed"]
                InstalledModule.objects.using("owner").create(tenant_id=tenant.pk, module=self.module, **facts)
                of_owner.update(state=Archive.State.UNDONE)
