"""Invite people, so that they hear of it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts import actions as accounts
from kernel.accounts.actor import Actor
from kernel.accounts.models import Invitation, Role, Unit
from tenants import mail
from tenants.portal import queries


@transaction.atomic
def invite(email: str, *, name: str, role: Role, unit: Unit | None = None, by: Actor) -> Invitation:
    """Invite somebody and mail her the link.

    Raises: AlreadyJoined, MoreThanOwn.
    """
    invitation = accounts.invite(email, name=name, role=role, unit=unit, by=by)
    with override("id"):
        subject = _("Your invitation to %(name)s") % {"name": mail.sender()}
        address = queries.invitation_address(invitation)
    mail.send(
        invitation.email, subject=subject, template="portal/invitation.txt", name=name, address=address, by=by.name
    )
    return invitation
