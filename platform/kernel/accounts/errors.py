"""Why a change of people is refused."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.errors import Conflict, DomainError


class AlreadyJoined(Conflict):
    """Somebody with this address has joined already."""

    code = "already-joined"

    def __init__(self) -> None:
        super().__init__(_("Somebody with this e-mail address has already joined."))


class AlreadyAssigned(Conflict):
    """The person has this role there already."""

    code = "already-assigned"

    def __init__(self) -> None:
        super().__init__(_("This person has this role there already."))


class DelegationRefused(Conflict):
    """Rights cannot be lent like this; `field` is where it says so."""

    code = "delegation-refused"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


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


class RoleExists(Conflict):
    """Two roles may not have the same name."""

    code = "role-exists"

    def __init__(self) -> None:
        super().__init__(_("Another role has this name already. Choose another name."))


class RoleChangedMeanwhile(Conflict):
    """Somebody else saved the role since the form was opened."""

    code = "role-changed-meanwhile"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody changed this role while you had it open. Nothing is saved yet: compare with what it may do"
                " now, below, then save again."
            )
        )


class RoleInUse(Conflict):
    """A role that people have, or are invited to, cannot be removed."""

    code = "role-in-use"
    SHOWN = 5

    def __init__(self, names: Sequence[str]) -> None:
        shown, more = ", ".join(names[: self.SHOWN]), len(names) - self.SHOWN
        if more > 0:
            shown = ngettext("%(names)s and %(n)d other", "%(names)s and %(n)d others", more) % {
                "names": shown,
                "n": more,
            }
        super().__init__(
            _("%(names)s have this role or are invited to it. Give them another one first.") % {"names": shown}
        )


class RoleIsFixed(Conflict):
    """The administrators' role stays as it is."""

    code = "role-is-fixed"

    def __init__(self) -> None:
        super().__init__(_("This role belongs to every portal and stays as it is. Make another role instead."))


class UnitExists(Conflict):
    """Two units may not have the same name."""

    code = "unit-exists"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is already a unit called “%(name)s”.") % {"name": name})
