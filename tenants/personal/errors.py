"""Why a request about somebody's data is not taken or answered."""

from django.utils.translation import gettext as _

from kernel.errors import DomainError


class AskedAlready(DomainError):
    """The same right is being asked for already."""

    code = "data-asked-already"

    def __init__(self) -> None:
        super().__init__(_("You have asked this already, and an answer is on its way. Take it back to ask anew."))


class AnsweredAlready(DomainError):
    """Somebody else was faster, or she took it back."""

    code = "data-answered-already"

    def __init__(self) -> None:
        super().__init__(_("This request waits for no answer any more. Look at what holds now."))
