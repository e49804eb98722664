"""Delete a tenant: ordered with its name typed, waited for, then carried out by a run, or called off before that."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.accounts.queries import administrators
from kernel.audit import actions as audit
from kernel.text import Text
from provisioning import plan
from provisioning.backups import damage
from provisioning.errors import OrderRefused
from provisioning.exports import actions as exports
from provisioning.models import Deletion, Run, deletion_day
from provisioning.ordering import in_line, write
from tenants import mail
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

# What is told to its administrators, when their portal is still there to ask.
ORDERED = "provisioning/mail/deletion_ordered.txt"
HAS_PEOPLE = (Tenant.State.READY, Tenant.State.SUSPENDED)


def require_closed(tenant: Tenant) -> None:
    """Raises: OrderRefused while the tenant's people use it, or somebody looks at a copy of it."""
    if tenant.state == Tenant.State.LIVE:
        message = _("%(name)s is live. Suspend the portal first, so that its people can ask.")
        raise OrderRefused(message % {"name": tenant.name}, field="state")
    if copies := ", ".join(copy.name for copy in tenant.copies.all()):
        message = _("There are copies of %(name)s to look at: %(copies)s. Delete those first.")
        raise OrderRefused(message % {"name": tenant.name, "copies": copies}, field="state")


def check(tenant: Tenant, typed: str) -> None:
    """Say whether the tenant may be deleted by who typed this as its name.

    Raises: OrderRefused.
    """
    require_closed(tenant)
    if " ".join(typed.split()) != tenant.name:
        raise OrderRefused(_("Write the name exactly: %(name)s.") % {"name": tenant.name}, field="name")


def due(tenant: Tenant) -> datetime:
    """Return when a deletion that is ordered now may begin: of a copy at once, since nobody's portal goes."""
    return timezone.now() if tenant.copied_from_id else deletion_day()


@transaction.atomic
def ask(tenant: Tenant, typed: str, *, by: Actor) -> Deletion:
    """Order that the tenant is deleted after the waiting period.

    Its administrators, unless they are gone already, are told until when it can be called off. The same order given
    again finds the first one.

    Raises: OrderRefused.
    """
    in_line()
    tenant.refresh_from_db()
    check(tenant, typed)
    if known := Deletion.open().filter(number=tenant.pk).first():
        return known
    facts = {"tenant_key": tenant.key, "name": tenant.name, "due_at": due(tenant)}
    deletion = Deletion.objects.create(number=tenant.pk, asked_by=by, **facts)
    summary = f"Ordered to delete {tenant.name} on {deletion.due_at:%Y-%m-%d}"
    audit.record("provisioning.delete", tenant, by=by, summary=summary)
    if tenant.state in HAS_PEOPLE and not damage.of(tenant).is_mute:
        _tell(tenant, deletion)
    return deletion


@transaction.atomic
def call_off(deletion: Deletion, *, by: Actor) -> Deletion:
    """Let the tenant stay as it is. The same order given again changes nothing.

    Raises: OrderRefused when it has begun.
    """
    in_line()
    deletion.refresh_from_db()
    if deletion.state in (Deletion.State.RUNNING, Deletion.State.DONE):
        raise OrderRefused(_("It is too late: the deletion of %(name)s has begun.") % {"name": deletion.name}, field="")
    if Deletion.objects.filter(pk=deletion.pk, state=Deletion.State.WAITING).update(state=Deletion.State.CALLED_OFF):
        tenant = Tenant.objects.get(pk=deletion.number)
        audit.record("provisioning.call_off", tenant, by=by, summary=f"Called off deleting {tenant.name}")
    deletion.state = Deletion.State.CALLED_OFF
    return deletion


@transaction.atomic
def begin(deletion: Deletion, *, by: Actor) -> Run:
    """Order the run of a deletion whose waiting period is over.

    Raises: OrderRefused before that, when it was called off, or while another run of the tenant is open.
    """
    in_line()
    deletion.refresh_from_db()
    if deletion.due_at > timezone.now() or deletion.state not in (Deletion.State.WAITING, Deletion.State.RUNNING):
        raise OrderRefused(_("The waiting period is not over, or it was called off."), field="")
    Deletion.objects.filter(pk=deletion.pk).update(state=Deletion.State.RUNNING)
    title = Text(id=f"Menghapus {deletion.name}", en=f"Deleting {deletion.name}")
    return write(Tenant.objects.get(pk=deletion.number), title, plan.delete(deletion.key), by)


def begin_due(*, by: Actor) -> list[Run]:
    """Begin all whose waiting period is over; those of tenants that are worked on wait for the next time."""
    runs = []
    due = Deletion.objects.filter(state=Deletion.State.WAITING, due_at__lte=timezone.now())
    for deletion in due.order_by("pk"):
        with suppress(OrderRefused):
            runs.append(begin(deletion, by=by))
    return runs


def run_of(deletion: Deletion) -> Run | None:
    """Return the run that deletes the tenant; None before it begins, and when it has ended."""
    runs = Run.objects.filter(tenant=deletion.number, steps__kind="ForgetTenant")
    return runs.filter(steps__args={"deletion": deletion.key}).first()


def _tell(tenant: Tenant, deletion: Deletion) -> None:
    """Mail it to the administrators: by the platform, since a suspended portal's own mail waits."""
    with enter(tenancy(tenant)):
        people = list(administrators())

    def say() -> dict[str, str]:
        subject = _("The portal of %(name)s will be deleted") % {"name": tenant.name}
        day = date_format(timezone.localtime(deletion.due_at), "j F Y")
        return {"subject": subject, "region": tenant.name, "day": day, "copies": exports.address(tenant)}

    mail.tell(people, template=ORDERED, say=say)
