"""A backup, really restored to see whether that is possible."""

from dataclasses import dataclass

from django.utils import timezone

from kernel.text import Text
from provisioning.archives.errors import ArchiveRefused
from provisioning.backups import restoring
from provisioning.models import Backup
from provisioning.step import Step
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class TryBackup(Step):
    """Restore it beside the tenant's schema, compare every table and file, and leave nothing of it."""

    backup: str
    title = Text(id="Coba pulihkan cadangan", en="Try the backup out")

    def is_done(self, tenant: Tenant) -> bool:
        return False  # only trying tells

    def do(self, tenant: Tenant) -> None:
        row = Backup.objects.get(key=self.backup)
        try:
            restoring.try_out(row, tenant)
        except ArchiveRefused as error:
            Backup.objects.filter(pk=row.pk).update(problem=error.message, problem_at=timezone.now())
            raise
        Backup.objects.filter(pk=row.pk).update(verified_at=timezone.now(), problem="", problem_at=None)
