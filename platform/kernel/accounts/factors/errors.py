"""Why a change of second steps is refused."""

from django.utils.translation import gettext as _

from kernel.errors import Conflict, DomainError


class StillRequired(Conflict):
    """Of this person a second step is asked, and it is her only one."""

    code = "second-step-required"

    def __init__(self) -> None:
        super().__init__(
            _("Your account must have a second step. Has your phone changed? Ask another administrator to reset it.")
        )


class NotOneself(Conflict):
    """Resetting is for others: who is in can change her own second step herself."""

    code = "not-oneself"

    def __init__(self) -> None:
        super().__init__(_("This is your own account. Ask another administrator to reset your second step."))


class PasskeyRefused(DomainError):
    """What the browser sent does not fit our challenge, or the passkey is not known here."""

    code = "passkey-refused"

    def __init__(self) -> None:
        super().__init__(_("This passkey is not known here, or it took too long. Try again, or use your password."))
