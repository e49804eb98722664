"""A tenant as it was when it was backed up."""

from dataclasses import dataclass

from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from kernel.text import Text
from provisioning.backups import restoring
from provisioning.models import Backup
from provisioning.step import Step
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@dataclass(frozen=True, slots=True)
class RestoreBackup(Step):
    """Put the backup in place of what is there, all at once; done again it brings the same."""

    backup: str
    title = Text(id="Pulihkan portal dari cadangan", en="Restore the portal from the backup")

    def is_done(self, tenant: Tenant) -> bool:
        return False  # what is there would have to be compared with all of the backup

    def do(self, tenant: Tenant) -> None:
        row = Backup.objects.get(key=self.backup)
        restoring.restore(row, tenant)
        tenant.refresh_from_db()
        with enter(tenancy(tenant)):
            said = {"taken_at": f"{timezone.localtime(row.taken_at):%Y-%m-%d %H:%M}"}
            audit.record("portal.restored", "portal", by=PLATFORM, summary="The portal was restored", after=said)
