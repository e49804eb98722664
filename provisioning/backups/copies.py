"""A backup beside its tenant, as a tenant of its own: to look at, and never to act as the region."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from kernel.accounts.actor import Actor
from kernel.text import Text
from provisioning import identity, plan, registering, removals
from provisioning.agencies import NAME_LIMIT
from provisioning.identity import Identity
from provisioning.models import Backup, Run
from provisioning.ordering import in_line, write
from tenants.registry.models import Tenant


@transaction.atomic
def restore_beside(tenant: Tenant, backup: Backup, wanted: Identity, *, by: Actor) -> Run:
    """Order that a backup becomes a copy to look at.

    Jobs and mails of a copy never run, and a constraint keeps it from becoming a portal. The same order given again
    while it is not finished goes on with the same copy.

    Raises: OrderRefused.
    """
    in_line()
    removals.require_kept(tenant)
    checked, copy = check(tenant, backup, wanted), _begun(tenant, backup, wanted)
    copy = copy or registering.register(
        name=checked.name,
        slug=checked.slug,
        kind=tenant.kind,
        works_in=tenant.works_in,
        time_zone=tenant.time_zone,
        state=Tenant.State.COPY,
        is_example=tenant.is_example,
        copied_from=tenant,
    )
    title = Text(id=f"Menyalin {tenant.name} dari cadangan", en=f"Copying {tenant.name} from a backup")
    return write(copy, title, plan.restore_beside(backup.key, checked.host), by)


def check(tenant: Tenant, backup: Backup, wanted: Identity) -> Identity:
    """Return what the copy would be called.

    Raises: OrderRefused with a sentence, and the field that is wrong.
    """
    return identity.check_copy(tenant, wanted, _begun(tenant, backup, wanted))


def usual_name(tenant: Tenant, backup: Backup) -> str:
    """Return what a copy is called when nobody says otherwise."""
    with override("id"):
        day = date_format(timezone.localtime(backup.taken_at, ZoneInfo(tenant.time_zone)), "j F Y")
    return f"Salinan {tenant.name}, {day}"[:NAME_LIMIT]


def _begun(tenant: Tenant, backup: Backup, wanted: Identity) -> Tenant | None:
    """Return the copy that the same order has begun and not finished."""
    of_backup = tenant.copies.filter(slug=wanted.slug.strip(), runs__steps__args={"backup": backup.key})
    return of_backup.exclude(runs__state=Run.State.DONE).first()
