"""The end of the time in which uninstalling can be undone."""

from dataclasses import dataclass

from django.db import transaction

from kernel.text import Text
from provisioning.archives import writer
from provisioning.models import Archive
from provisioning.step import Step
from tenants.jobs.models import Job
from tenants.registry.models import InstalledModule, Tenant


@dataclass(frozen=True, slots=True)
class PurgeArchive(Step):
    """Delete an archive, and with the last one of a module the jobs that waited for it."""

    module: str
    archive: str
    title = Text(id="Hapus arsip", en="Delete the archive")

    @property
    def detail(self) -> str:
        return self.module

    def is_done(self, tenant: Tenant) -> bool:
        row = Archive.objects.get(key=self.archive)
        return row.state == Archive.State.PURGED and not row.folder.exists()

    def do(self, tenant: Tenant) -> None:
        row = Archive.objects.get(key=self.archive)
        with transaction.atomic():  # first the row: what it says can be brought back must be there
            kept = Archive.objects.filter(tenant=tenant, module=self.module, state=Archive.State.KEPT)
            installed = InstalledModule.objects.filter(tenant=tenant, module=self.module)
            if not (kept.exclude(pk=row.pk).exists() or installed.exists()):
                Job.objects.filter(tenant_role=tenant.role_name, name__startswith=f"{self.module}.").delete()
            Archive.objects.filter(pk=row.pk).update(state=Archive.State.PURGED)
        writer.remove(row.folder)
