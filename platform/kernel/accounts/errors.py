"""Why a change of people is refused."""

from django.utils.translation import gettext as _

from kernel.errors import Conflict, DomainError


class AlreadyJoined(Conflict):
    """Somebody with this address has joined already."""

    code = "already-joined"

    def __init__(self) -> None:
        super().__init__(_("Somebody with this e-mail address has already joined."))


class InvitationUsed(DomainError):
    """The invitation was accepted already; a link joins one person, once."""

    code = "invitation-used"
    status = 410

    def __init__(self) -> None:
        super().__init__(_("This invitation has already been used. Log in with your e-mail address and password."))


class LastAdministrator(Conflict):
    """Without this person nobody could manage the region any more."""

    code = "last-administrator"

    def __init__(self) -> None:
        super().__init__(_("This is the last administrator. Make somebody else administrator first."))


class MoreThanOwn(DomainError):
    """Nobody gives or takes rights that she does not have herself."""

    code = "more-than-own"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("You can only give or take rights that you have yourself."))


class UnitExists(Conflict):
    """Two units may not have the same name."""

    code = "unit-exists"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is already a unit called “%(name)s”.") % {"name": name})
