"""What happens to reports: the module's only public face."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.events import Event


@dataclass(frozen=True, slots=True)
class CaseEvent(Event):
    """Something that happened to one case. Personal data are never in an event."""

    case_key: str
    ticket: str


@dataclass(frozen=True, slots=True)
class CaseReceived(CaseEvent):
    """A citizen sent a report."""

    name: ClassVar[str] = "complaints.case_received"
    area_code: str


@dataclass(frozen=True, slots=True)
class CaseForwarded(CaseEvent):
    """A case was given to a unit, and the term for the answer runs."""

    name: ClassVar[str] = "complaints.case_forwarded"
    unit_key: str
    due_on: str


@dataclass(frozen=True, slots=True)
class CaseAnswered(CaseEvent):
    """An officer answered; the reporter may react."""

    name: ClassVar[str] = "complaints.case_answered"


@dataclass(frozen=True, slots=True)
class CaseClosed(CaseEvent):
    """A case came to its end."""

    name: ClassVar[str] = "complaints.case_closed"


@dataclass(frozen=True, slots=True)
class CaseReopened(CaseEvent):
    """A case that was answered is worked on again."""

    name: ClassVar[str] = "complaints.case_reopened"


@dataclass(frozen=True, slots=True)
class CaseReleased(CaseEvent):
    """Everybody may see the case's public version."""

    name: ClassVar[str] = "complaints.case_released"


@dataclass(frozen=True, slots=True)
class CaseWithdrawn(CaseEvent):
    """The public version is gone again."""

    name: ClassVar[str] = "complaints.case_withdrawn"


@dataclass(frozen=True, slots=True)
class CaseOverdue(CaseEvent):
    """A term passed without what was due."""

    name: ClassVar[str] = "complaints.case_overdue"
    due_on: str
