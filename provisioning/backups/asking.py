"""A region's own people ask for a backup. What they may not, restoring, is ordered by operators alone."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor, ActorKind
from kernel.audit import actions as audit
from provisioning.backups import actions, shelf
from provisioning.errors import OrderRefused
from provisioning.models import Backup, Deletion
from provisioning.ordering import in_line, open_runs
from tenants.isolation.current import Place, enter, tenant
from tenants.registry.models import Tenant

# Each is kept for a month, on the disk of all.
A_DAY = 5


@transaction.atomic
def ask(*, by: Actor) -> None:
    """Order a backup of the tenant that the code is in; its own history says who asked.

    The platform's log names the portal alone: it outlives the tenant, and names nobody of it.

    Raises: OrderRefused.
    """
    where = tenant()
    with enter(Place.PLATFORM):
        in_line()
        asking = Tenant.objects.get(pk=where.id)
        _require_free(asking)
        actions.back_up(asking, by=Actor(ActorKind.PERSON, name=asking.name))
    audit.record("backups.ask", "portal", by=by, summary="Asked for a backup")


def _require_free(asking: Tenant) -> None:
    """Raises: OrderRefused while the portal is worked on, before it is deleted, and when much was asked for."""
    run = open_runs(asking).first()
    recent = Backup.objects.filter(tenant=asking, created_at__gt=timezone.now() - timedelta(days=1))
    if run:
        message = _("Your portal is being worked on: %(what)s. Ask again when that has ended.")
        raise OrderRefused(message % {"what": shelf.title(run)}, field="state")
    if Deletion.open().filter(number=asking.pk).exists():
        raise OrderRefused(
            _("Your portal is to be deleted, so no backup is made. Ask the people at Kota Tangerang."), field="state"
        )
    if recent.filter(occasion=Backup.Occasion.ASKED, state=Backup.State.KEPT).count() >= A_DAY:
        message = _("%(count)d backups were asked for within a day. Ask again tomorrow; those on schedule go on.")
        raise OrderRefused(message % {"count": A_DAY}, field="state")
