"""Why an archive from outside is not brought in."""

from django.utils.translation import gettext as _

from provisioning.archives.errors import ArchiveRefused


class TooDense(ArchiveRefused):
    """It says that it holds far more than a file of its size can."""

    code = "archive-too-dense"

    def __init__(self) -> None:
        super().__init__(_("The archive would unpack to far more than its size allows, so it was not read."))


class NoSpace(ArchiveRefused):
    """Its files are more than the disk has room for."""

    code = "archive-no-space"

    def __init__(self, needed: str, free: str) -> None:
        message = _("The archive's files need %(needed)s, and the disk has %(free)s left. Make room first.")
        super().__init__(message % {"needed": needed, "free": free})
