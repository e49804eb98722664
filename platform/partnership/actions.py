"""What operators do with a region that no run does."""

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.accounts.queries import administrators
from kernel.audit import actions as audit
from kernel.errors import Conflict
from partnership import queries
from provisioning.exports import actions as exports
from tenants import mail
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@transaction.atomic
def suspend(tenant: Tenant, *, reason: str, by: Actor) -> Tenant:
    """Close a live portal with a page of its own, at once; its jobs and mails wait, nothing is lost.

    Its administrators get the reason by mail from the platform and find it in their history; citizens only read that
    the portal is paused. The same order given again changes nothing.

    Raises: Conflict when it is not live, or was suspended for another reason.
    """
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    if queries.reason_of(locked) == reason:
        return locked
    if locked.state != Tenant.State.LIVE:
        raise Conflict(_("%(name)s has changed in the meantime. Load the page again.") % {"name": locked.name})
    Tenant.objects.filter(pk=locked.pk).update(state=Tenant.State.SUSPENDED)
    audit.record("regions.suspended", locked, by=by, summary=f"Suspended {locked.name}", after={"reason": reason})
    _tell(locked, reason, by)
    locked.state = Tenant.State.SUSPENDED
    return locked


def _tell(tenant: Tenant, reason: str, by: Actor) -> None:
    """Write the reason into the region's own history, and mail it: by the platform, since its own mail waits."""
    with enter(tenancy(tenant)):
        audit.record("portal.suspended", "portal", by=by, summary="The portal was suspended", after={"reason": reason})
        people = list(administrators())
    who = by.name if by.key else ""

    def say() -> dict[str, str]:
        subject = _("The portal of %(name)s is paused") % {"name": tenant.name}
        known = {"region": tenant.name, "reason": reason, "by": who, "copies": exports.address(tenant)}
        return {"subject": subject, **known}

    mail.tell(people, template="partnership/mail/suspended.txt", say=say)
