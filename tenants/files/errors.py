"""Why a file is refused."""

from django.utils.translation import gettext as _

from kernel.errors import DomainError


class FileRefused(DomainError):
    """The file is not one that we keep; the message says why and what to do."""

    code = "file-refused"


class NotAPicture(FileRefused):
    """The bytes are no picture that we can read."""

    code = "not-a-picture"

    def __init__(self) -> None:
        super().__init__(_("This file is not a picture. Choose a photo in JPEG, PNG or WebP format."))


class TooLarge(FileRefused):
    """More bytes than we take."""

    code = "file-too-large"

    def __init__(self, megabytes: int) -> None:
        super().__init__(_("This photo is too large. Choose one of at most %(size)d MB.") % {"size": megabytes})


class NoRoom(FileRefused):
    """The tenant's files take as much room as they may."""

    code = "no-room"

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no room left for pictures. Save without it, and ask Kota Tangerang for more room:"
                " the page “Quota” says how."
            )
        )


class TooManyPixels(FileRefused):
    """More pixels than we decode."""

    code = "too-many-pixels"

    def __init__(self, megapixels: int) -> None:
        super().__init__(
            _("This photo has too many pixels. Choose one of at most %(size)d megapixels.") % {"size": megapixels}
        )
