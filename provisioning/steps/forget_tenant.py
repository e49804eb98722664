"""All that the platform's own tables say of a tenant, removed."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from kernel.text import Text
from provisioning import certificates
from provisioning.archives import writer
from provisioning.models import Backup, Deletion
from provisioning.step import Step
from tenants.jobs import queries as jobs
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class ForgetTenant(Step):
    """Delete the tenant's row and all that hangs on it, this run too; its certificate stays, and whole backups."""

    deletion: str
    title = Text(id="Hapus catatan daerah", en="Delete the tenant's records")

    def is_done(self, tenant: Tenant) -> bool:
        return not Tenant.objects.filter(pk=tenant.pk).exists()

    def do(self, tenant: Tenant) -> None:
        domains = list(tenant.domains.values_list("domain", flat=True))
        runs = list(tenant.runs.values_list("key", flat=True))
        backups = Backup.objects.filter(tenant=tenant).exclude(state=Backup.State.KEPT)
        for row in backups:
            writer.remove_unfinished(row.folder)
        with transaction.atomic():
            deletion, now = Deletion.objects.select_for_update().get(key=self.deletion), timezone.now()
            text, signature = certificates.issue(deletion, tenant, at=now)
            jobs.of(tenant.role_name, [tenant.key, *domains, *runs], region=tenant.name).delete()
            backups.delete()
            Tenant.objects.filter(pk=tenant.pk).delete()
            Deletion.objects.filter(pk=deletion.pk).update(
                state=Deletion.State.DONE, done_at=now, certificate=text, signature=signature
            )
            summary = f"Deleted tenant no. {deletion.number}"
            audit.record("provisioning.deleted", deletion, by=PLATFORM, summary=summary, after=deletion.figures)
