"""Why a code is not taken, or an account not changed."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.errors import DomainError
from kernel.ui.templatetags.dates import moment


class CodeWrong(DomainError):
    """It is another code than the one that was sent."""

    code = "code-wrong"

    def __init__(self, left: int) -> None:
        text = ngettext(
            "This is not the code that we sent. You have %(left)d more try.",
            "This is not the code that we sent. You have %(left)d more tries.",
            left,
        )
        super().__init__(text % {"left": left})


class CodeOver(DomainError):
    """It is too old, was used, or was guessed at too often."""

    code = "code-over"

    def __init__(self) -> None:
        super().__init__(_("This code is not good any more: one lasts ten minutes and five tries. Ask for a new one."))


class NoCode(DomainError):
    """This browser has not asked for a code."""

    code = "no-code"

    def __init__(self) -> None:
        super().__init__(_("Ask for a code first, in this browser."))


class AddressTaken(DomainError):
    """Another account has it."""

    code = "address-taken"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This is the address of another account. Log out, and log in with it."))


class AddressInUse(DomainError):
    """Another account that is in use has it: said to an officer."""

    code = "address-in-use"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Another account is in use with this address. Take one that is not, or let her log in to that account.")
        )


class AccountClosed(DomainError):
    """The account was closed."""

    code = "account-closed"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("This account was closed. Ask the region’s office if that is a mistake."))


class StoppedBefore(DomainError):
    """The same officer's recovery of this account was stopped: said to the officer."""

    code = "recovery-stopped-before"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _("Somebody who reads an old address stopped your recovery. Let a colleague see the card, and recover it.")
        )


class RecoveredJustNow(DomainError):
    """What cannot be taken back waits until nobody can stop the recovery any more."""

    code = "recovered-just-now"
    status = 409

    def __init__(self, until: datetime) -> None:
        text = _(
            "The office gave your account a new address just now. This is possible from %(until)s on: "
            "until then, whoever reads the old address may object."
        )
        super().__init__(text % {"until": moment(until)})
