"""Why an archive is not used."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.errors import DomainError


class ArchiveRefused(DomainError):
    """The archive is not what was written; nothing was changed."""

    code = "archive-refused"
    status = 409


class NotFinished(ArchiveRefused):
    """There is no manifest, which is written last."""

    def __init__(self) -> None:
        super().__init__(_("The archive is not there, or was not finished. Nothing was changed."))


class NotAsWritten(ArchiveRefused):
    """A part is missing, or its checksum is another one."""

    def __init__(self, part: str) -> None:
        super().__init__(_("“%(part)s” in the archive is damaged or missing. Nothing was changed.") % {"part": part})


class NotWhole(ArchiveRefused):
    """Tables are gone, so what would be written would be taken for all, and is not."""

    def __init__(self, tables: Sequence[str]) -> None:
        message = _("Tables are gone: %(tables)s. Nothing was written. Restore the portal from a backup.")
        super().__init__(message % {"tables": ", ".join(tables)})


class NotReadable(ArchiveRefused):
    """A table is there, and Postgres cannot read it: the disk gave something else than was written, or nothing."""

    def __init__(self, table: str) -> None:
        message = _("A table cannot be read: %(table)s. Nothing was written. Restore the portal from a backup.")
        super().__init__(message % {"table": table})


class NotKnown(ArchiveRefused):
    """It is of another format, or of a release that this one does not know."""

    def __init__(self) -> None:
        super().__init__(_("The archive is of another release, which this one cannot read. Nothing was changed."))
