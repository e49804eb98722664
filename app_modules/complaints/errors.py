"""What goes wrong with reports; each message says what to do."""

from django.utils.translation import gettext as _

from kernel.errors import Conflict, DomainError, NotFound, TooMany


class CaseNotFound(NotFound):
    """No case with this key or ticket, or not for who asks."""

    code = "case-not-found"

    def __init__(self) -> None:
        super().__init__(_("There is no report with this ticket. Check its letters and digits."))


class KeptElsewhere(Conflict):
    """It is in another citizen's account."""

    code = "case-kept-elsewhere"

    def __init__(self) -> None:
        super().__init__(_("This report is in another account already. Your link opens it all the same."))


class ContactNotProved(Conflict):
    """It was sent with an address or a number that this account has not proved."""

    code = "case-contact-not-proved"

    def __init__(self, *, has_email: bool) -> None:
        by_mail = _(
            "This report was sent with an e-mail address. Add that address to your account: it then appears there."
        )
        by_phone = _(
            "This report was sent with a phone number. Add that number to your account: it then appears there."
        )
        super().__init__(by_mail if has_email else by_phone)


class CaseAlreadyClosed(Conflict):
    """Somebody closed the case before."""

    code = "case-already-closed"

    def __init__(self, by: str = "") -> None:
        if by:
            message = _("%(name)s has already closed this report. Nothing was changed.") % {"name": by}
        else:
            message = _("This report is already closed. Nothing was changed.")
        super().__init__(message)


class CaseAlreadyAnswered(Conflict):
    """Somebody answered the case before."""

    code = "case-already-answered"

    def __init__(self, by: str) -> None:
        super().__init__(
            _("%(name)s has already answered this report. Reopen it to answer again.") % {"name": by or _("Somebody")}
        )


class CaseAlreadyTaken(Conflict):
    """Another officer handles the case."""

    code = "case-already-taken"

    def __init__(self, by: str) -> None:
        super().__init__(_("%(name)s already handles this report.") % {"name": by})


class CaseNotAnswered(Conflict):
    """Only an answered case can be reacted to, or reopened."""

    code = "case-not-answered"

    def __init__(self) -> None:
        super().__init__(_("This report has no answer yet. You can add information."))


class ReactionTooLate(Conflict):
    """The days for a reaction have passed."""

    code = "reaction-too-late"

    def __init__(self) -> None:
        super().__init__(_("The time to react to this answer has passed. Make a new report if it is not solved."))


class CaseNotReleased(Conflict):
    """The case is not public, so that it cannot be withdrawn."""

    code = "case-not-released"

    def __init__(self) -> None:
        super().__init__(_("This report is not public."))


class ReporterDeclines(Conflict):
    """The reporter does not agree that her reports are shown to everybody."""

    code = "reporter-declines"

    def __init__(self) -> None:
        super().__init__(_("The reporter does not agree that her reports are shown to everybody."))


class TooManyPhotos(DomainError):
    """More photos than a report takes."""

    code = "too-many-photos"

    def __init__(self, limit: int) -> None:
        super().__init__(_("At most %(limit)d photos. Remove one first.") % {"limit": limit})


class NoRoomForPhotos(DomainError):
    """The region's files take all the room that they may: the report itself is taken all the same."""

    code = "no-room-for-photos"

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no room for photos at the moment."
                " Send your report without this photo: it is received as always."
            )
        )


class TooManySubmissions(TooMany):
    """One address sent more than a person would."""

    code = "too-many-submissions"

    def __init__(self) -> None:
        super().__init__(
            message=_(
                "Too many submissions came from your connection. Your text is kept. "
                "Try again in an hour, or telephone us."
            )
        )


class CategoryNotFound(NotFound):
    """No category with this key."""

    code = "category-not-found"

    def __init__(self) -> None:
        super().__init__(_("There is no such category. Look in the list of categories."))


class CategoryExists(Conflict):
    """Another category has this name."""

    code = "category-exists"

    def __init__(self) -> None:
        super().__init__(_("There is a category of this name already. Choose another name."))


class LastCategory(Conflict):
    """Citizens could choose nothing any more."""

    code = "last-category"

    def __init__(self) -> None:
        super().__init__(_("This is the last category that citizens can choose. Offer another one first."))
