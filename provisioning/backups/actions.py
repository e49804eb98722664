"""Order that a tenant is backed up, tried out or restored; forget what is kept no longer."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.text import Text
from provisioning import plan
from provisioning.archives import writer
from provisioning.backups import queries
from provisioning.errors import OrderRefused
from provisioning.models import Archive, Backup, Deletion, Run
from provisioning.ordering import in_line, open_runs, write
from tenants.registry.models import Erasure, Tenant

# A deletion may be committed some time after its moment, and be in none of what is written meanwhile.
LATE = timedelta(hours=1)


@transaction.atomic
def back_up(tenant: Tenant, *, by: Actor) -> Run:
    """Order a backup now.

    Raises: OrderRefused.
    """
    in_line()
    _require_made(tenant)
    backup = _ordered(tenant, Backup.Occasion.ASKED)
    return write(tenant, _backing_up(tenant), plan.back_up(backup.key), by)


@transaction.atomic
def back_up_on_schedule(tenant: Tenant, *, by: Actor) -> Run:
    """Order the backup of the day, and once a week that it is tried out.

    Raises: OrderRefused.
    """
    in_line()
    backup = _ordered(tenant, Backup.Occasion.SCHEDULED)
    is_untried = queries.is_untried(tenant, timezone.now())
    steps = plan.back_up(backup.key) + (plan.try_backup(backup.key) if is_untried else ())
    return write(tenant, _backing_up(tenant), steps, by)


@transaction.atomic
def try_out(backup: Backup, tenant: Tenant, *, by: Actor) -> Run:
    """Order that a backup is really restored to try, with nothing left of it.

    Raises: OrderRefused while another run of the tenant is open.
    """
    in_line()
    title = Text(id=f"Mencoba cadangan {tenant.name}", en=f"Trying out a backup of {tenant.name}")
    return write(tenant, title, plan.try_backup(backup.key), by)


@transaction.atomic
def restore(tenant: Tenant, backup: Backup, *, by: Actor) -> Run:
    """Order that the tenant becomes what it was when it was backed up. What is there now is backed up before.

    Raises: OrderRefused.
    """
    in_line()
    state = queries.state_before(tenant) or _require_made(tenant)
    before = _ordered(tenant, Backup.Occasion.BEFORE_RESTORE)
    title = Text(id=f"Memulihkan {tenant.name} dari cadangan", en=f"Restoring {tenant.name} from a backup")
    return write(tenant, title, plan.restore(backup.key, before.key, state), by)


def back_up_due(*, by: Actor) -> list[Run]:
    """Order the backups whose hour has struck; a tenant that is worked on is asked again later."""
    runs = []
    for tenant in queries.due(timezone.now()):
        with suppress(OrderRefused):
            runs.append(back_up_on_schedule(tenant, by=by))
    return runs


def forget_old() -> int:
    """Delete the backups that are kept no longer, but those in use; return how many."""
    count = 0
    for backup in queries.over(timezone.now()):
        with transaction.atomic():
            in_line()
            if not _is_in_use(backup.tenant):
                writer.remove(backup.folder)
                count += Backup.objects.filter(pk=backup.pk).update(state=Backup.State.GONE)
    return count


def forget_erasures() -> None:
    """Forget the deletions before which nothing was kept that could bring back what they took."""
    made = {"tenant": OuterRef("tenant"), "created_at__lt": OuterRef("at") + LATE}
    backed_up = Exists(Backup.objects.exclude(state=Backup.State.GONE).filter(**made))
    archived = Exists(Archive.objects.exclude(state=Archive.State.PURGED).filter(**made))
    Erasure.objects.exclude(backed_up | archived).delete()


def _is_in_use(tenant: Tenant | None) -> bool:
    return tenant is not None and open_runs(tenant, *tenant.copies.all()).exists()


def _backing_up(tenant: Tenant) -> Text:
    return Text(id=f"Mencadangkan {tenant.name}", en=f"Backing up {tenant.name}")


def _ordered(tenant: Tenant, occasion: Backup.Occasion) -> Backup:
    """Return the backup that is about to be written: the same one for the same order given twice."""
    facts = {"tenant_key": tenant.key, "name": tenant.name}
    backup, _is_new = Backup.objects.get_or_create(
        tenant=tenant, occasion=occasion, state=Backup.State.ORDERED, defaults=facts
    )
    return backup


def _require_made(tenant: Tenant) -> str:
    """Return the tenant's state, where there is something to back up; until a deletion begins there is.

    Raises: OrderRefused.
    """
    state = Tenant.objects.values_list("state", flat=True).get(pk=tenant.pk)
    if Deletion.objects.filter(number=tenant.pk, state=Deletion.State.RUNNING).exists():
        message = _("%(name)s is being deleted: no backup is made any more.")
        raise OrderRefused(message % {"name": tenant.name}, field="state")
    if state not in Tenant.MADE:
        raise OrderRefused(_("%(name)s is not ready yet.") % {"name": tenant.name}, field="state")
    return state
