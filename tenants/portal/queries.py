"""What the portal shows of itself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts import queries as accounts
from kernel.accounts.models import Invitation, Unit
from kernel.whatsapp import share
from tenants import mail
from tenants.customization import queries as customization
from tenants.customization.models import Value
from tenants.isolation.current import Tenancy, place

SECOND_STEP = "portal.second_step"


def asks_everybody() -> bool:
    """Say whether the region asks a second step of its officers too."""
    return isinstance(place(), Tenancy) and (Value.Kind.SETTING, SECOND_STEP) in customization.values()


def invitation_address(invitation: Invitation) -> str:
    """Return the whole address at which an invited person joins."""
    return mail.address(accounts.invitation_path(invitation))


def whatsapp_address(invitation: Invitation) -> str:
    """Return the address that opens WhatsApp with the invitation written."""
    known = {"portal": mail.sender(), "address": invitation_address(invitation)}
    with override(invitation.language):
        hello = _("Hello %(name)s,") % {"name": invitation.known_name} if invitation.known_name else _("Hello,")
        text = _("you are invited to the portal of %(portal)s. Open this link to join: %(address)s") % known
    return share(f"{hello} {text}")


def without_units(names: Iterable[str]) -> list[str]:
    """Return those of the names that no unit has, open or closed, whatever its capitals."""
    taken = {name.casefold() for name in Unit.objects.values_list("name", flat=True)}
    return [name for name in names if name.casefold() not in taken]
