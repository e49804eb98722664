"""A module's tables, rows, files and record, removed: only what its archive holds."""

from dataclasses import dataclass

from django.db import transaction

from kernel.text import Text
from provisioning import belongings
from provisioning.archives import manifest
from provisioning.errors import StillOn
from provisioning.models import Archive, undo_end
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class DropModule(Step):
    """Compare the module with its archive while nobody may write, and drop it in the same transaction."""

    module: str
    archive: str
    title = Text(id="Hapus isi modul", en="Drop the module")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        row = Archive.objects.get(key=self.archive)
        if row.state != Archive.State.KEPT:
            return row.state != Archive.State.ORDERED
        folder = row.folder
        with enter(tenancy(tenant)):
            return not any(path.exists() for path in belongings.places(manifest.parse(folder)))

    def do(self, tenant: Tenant) -> None:
        row = Archive.objects.get(key=self.archive)
        kept, where = belongings.verified(row), tenancy(tenant)
        with transaction.atomic("owner"):
            of_owner = InstalledModule.objects.using("owner").filter(tenant=tenant, module=self.module)
            if installed := of_owner.select_for_update().first():
                if installed.is_enabled:
                    raise StillOn(self.module)
                with enter(where):
                    belongings.drop(self.module, kept)
                of_owner.delete()
                Archive.objects.using("owner").filter(pk=row.pk).update(state=Archive.State.KEPT, undo_until=undo_end())
        with enter(where):
            for path in belongings.places(kept):
                path.unlink(missing_ok=True)
