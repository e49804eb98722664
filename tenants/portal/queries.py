"""What the portal shows of itself."""

from urllib.parse import quote

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kernel.accounts import queries as accounts
from kernel.accounts.models import Invitation
from kernel.audit.models import Entry
from tenants import mail


def invitation_address(invitation: Invitation) -> str:
    """Return the whole address at which an invited person joins."""
    return mail.address(accounts.invitation_path(invitation))


def whatsapp_address(invitation: Invitation) -> str:
    """Return the address that opens WhatsApp with the invitation written."""
    text = _("Hello %(name)s, you are invited to the portal of %(portal)s. Open this link to join: %(address)s") % {
        "name": invitation.name,
        "portal": mail.sender(),
        "address": invitation_address(invitation),
    }
    return f"https://wa.me/?text={quote(text)}"


def history(text: str = "") -> QuerySet[Entry]:
    """Return the audit log, newest first; where every word of `text` is in who, what or the sentence."""
    found = Entry.objects.order_by("-id")
    for word in text.split():
        found = found.filter(
            Q(summary__icontains=word) | Q(actor_name__icontains=word) | Q(action__icontains=word) | Q(subject_key=word)
        )
    return found
