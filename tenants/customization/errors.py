"""Why an emblem is refused."""

from django.utils.translation import gettext as _

from kernel.errors import DomainError


class EmblemRefused(DomainError):
    """The file cannot be shown as an emblem; the message says why."""

    code = "emblem-refused"


class NotAnEmblem(EmblemRefused):
    """Neither a picture nor a drawing that we can read."""

    code = "not-an-emblem"

    def __init__(self) -> None:
        super().__init__(_("This file cannot be read. Choose an emblem as SVG, PNG, JPEG or WebP."))


class EmblemTooLarge(EmblemRefused):
    """More bytes than an emblem needs."""

    code = "emblem-too-large"

    def __init__(self, kilobytes: int) -> None:
        super().__init__(_("This emblem is too large. Choose a file of at most %(size)d kB.") % {"size": kilobytes})


class EmblemTooManyPixels(EmblemRefused):
    """More pixels than we decode."""

    code = "emblem-too-many-pixels"

    def __init__(self, megapixels: int) -> None:
        super().__init__(
            _("This emblem has too many pixels. Choose one of at most %(size)d megapixels.") % {"size": megapixels}
        )
