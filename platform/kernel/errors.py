"""The root of all errors that a user may see."""

from typing import ClassVar

from django.utils.translation import gettext as _

HOURS_FROM = 2 * 60 * 60


class DomainError(Exception):
    """A rule said no. `str()` is the sentence for the user, `code` is stable, `status` is HTTP's."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """What was asked for does not exist, or not for who asks."""

    code = "not-found"
    status = 404


class NotPermitted(DomainError):
    """The actor may not do this."""

    code = "not-permitted"
    status = 403

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or _("Your role does not allow this. Ask an administrator of your region."))


class Conflict(DomainError):
    """Somebody else was faster, or the thing is in a state that does not allow this."""

    code = "conflict"
    status = 409


class TooMany(DomainError):
    """The same came too often; `seconds` say when it may be tried again at the latest."""

    code = "too-many"
    status = 429
    seconds: int = 60 * 60

    def __init__(self, seconds: int = seconds, message: str = "") -> None:
        super().__init__(message or _wait(seconds))
        self.seconds = seconds


def _wait(seconds: int) -> str:
    """Say how long to wait, in hours where minutes would be a number to reckon with."""
    if seconds > HOURS_FROM:
        return _("Too many attempts. Wait %(hours)d hours, then try again.") % {"hours": -(-seconds // 3600)}
    return _("Too many attempts. Wait %(minutes)d minutes, then try again.") % {"minutes": -(-seconds // 60)}


class TemporaryFailure(Exception):
    """An outside service failed in a way that may pass: try again."""


class FinalFailure(Exception):
    """An outside service said no for good: do not try again."""
