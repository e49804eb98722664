"""Why an access is not asked for, given or used."""

from django.utils.translation import gettext as _

from kernel.errors import DomainError


class AskedAlready(DomainError):
    """The operator has asked, or is let in."""

    code = "access-asked-already"

    def __init__(self) -> None:
        super().__init__(_("You have asked this region already. Wait for its answer, or end what is open first."))


class AnsweredAlready(DomainError):
    """Somebody else was faster, or the request is too old."""

    code = "access-answered-already"

    def __init__(self) -> None:
        super().__init__(_("This request waits for no answer any more. Look at what holds now."))


class NotOpen(DomainError):
    """The access has ended, or was never given."""

    code = "access-not-open"

    def __init__(self) -> None:
        super().__init__(_("This access is not open. Ask the region for a new one."))
