"""A case's deadline: how it is computed, and what a page says of it."""

import datetime
from dataclasses import dataclass, field
from typing import cast
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from app_modules.complaints.manifest import ComplaintSettings
from app_modules.complaints.models import Case, Kind
from kernel import deadlines
from kernel.deadlines import Deadline, Term, Tick, Unit, working_days
from kernel.deadlines.terms import LAPOR
from tenants.areas.models import RegionalHoliday
from tenants.customization.queries import settings
from tenants.isolation.current import tenant

LONG = "l, j F Y"
SHORT = "j M"
KINDS = {Case.State.RECEIVED: "received", Case.State.IN_PROGRESS: "progress", Case.State.DONE: "done"}


@dataclass(frozen=True, slots=True)
class Run:
    """A term that begins: its days, its last day, and whether that may still move."""

    days: int
    due_on: datetime.date
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What a page shows of a case's deadline."""

    kind: str
    title: str
    remaining: str = ""
    detail: str = ""
    ticks: tuple[Tick, ...] = ()
    ticks_label: str = ""
    start: str = ""
    end: str = ""
    provisional: bool = False
    urgency: str = ""
    react_until: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The region's days: its zone, its own holidays, and today. One query makes it."""

    zone: ZoneInfo
    today: datetime.date
    holidays: frozenset[datetime.date] = field(default_factory=frozenset)

    def deadline(self, start: datetime.date, days: int) -> Deadline:
        """Return the deadline of a term that began on a local date."""
        noon = datetime.datetime.combine(start, datetime.time(12), self.zone)
        return deadlines.due(noon, Term(days, Unit.WORKING_DAYS, LAPOR), self.zone, self.holidays)

    def days_between(self, start: datetime.date, end: datetime.date) -> int:
        """Return how many working days lie between two dates, at least one."""
        return max(1, working_days.between(start, end, self.holidays))


def calendar() -> Calendar:
    """Return the current region's calendar."""
    zone = ZoneInfo(tenant().time_zone)
    return Calendar(zone, timezone.localdate(), frozenset(RegionalHoliday.objects.values_list("day", flat=True)))


def run(start: datetime.date, days: int) -> Run:
    """Return the term that begins on a local date."""
    deadline = calendar().deadline(start, days)
    return Run(days, deadline.end, deadline.provisional)


def _terms() -> ComplaintSettings:
    return cast(ComplaintSettings, settings("complaints"))


def verify_days() -> int:
    """Return within how many working days a report is checked and forwarded."""
    return _terms().verify_days


def answer_days(kind: Kind) -> int:
    """Return within how many working days a report of this kind is answered."""
    here = _terms()
    return {
        Kind.INFORMATIONAL: here.informational_days,
        Kind.NON_SUPERVISION: here.non_supervision_days,
        Kind.SUPERVISION: here.supervision_days,
    }[kind]


def reaction_days() -> int:
    """Return how many working days a reporter has to react to an answer."""
    return _terms().reaction_days


def long(day: datetime.date) -> str:
    """Say a date: "Senin, 30 November 2026"."""
    return date_format(day, LONG)


def sentence(case: Case) -> str:
    """Say the case's deadline in one sentence, for a mail."""
    return panel(case, calendar()).title


def panel(case: Case, here: Calendar) -> Panel:
    """Return what the reporter's and the officer's pages show of the deadline."""
    return _done(case, here) if case.state == Case.State.DONE else _running(case, here)


def _running(case: Case, here: Calendar) -> Panel:
    deadline = here.deadline(case.clock_from, case.term_days)
    numbers = {"day": deadline.passed(here.today), "term": case.term_days}
    is_over = deadline.is_over(here.today)
    detail = "" if is_over or not numbers["day"] else _("today is working day %(day)d of %(term)d") % numbers
    promise = _("Answered by %(date)s at the latest") if case.forwarded_at else _("Checked by %(date)s at the latest")
    began = _("Forwarded %(date)s") if case.forwarded_at else _("Received %(date)s")
    return Panel(
        kind=KINDS[Case.State(case.state)],
        title=promise % {"date": long(deadline.end)},
        remaining=deadlines.sentence(deadline, here.today),
        detail=detail,
        ticks=deadlines.ticks(deadline, here.today),
        ticks_label=deadlines.description(deadline, here.today),
        start=began % {"date": date_format(case.clock_from, SHORT)},
        end=_("Deadline %(date)s") % {"date": date_format(deadline.end, SHORT)},
        provisional=deadline.provisional,
        urgency="late" if is_over else ("today" if deadline.is_last_day(here.today) else ""),
    )


def _done(case: Case, here: Calendar) -> Panel:
    assert case.answered_at is not None
    answered_on = timezone.localdate(case.answered_at)
    deadline = here.deadline(case.clock_from, case.term_days)
    until = long(case.closes_on) if case.closes_on and case.may_be_objected(here.today) else ""
    return Panel(
        kind="done",
        title=_answered(deadline, answered_on),
        ticks=deadlines.ticks(deadline, answered_on),
        ticks_label=deadlines.description(deadline, answered_on),
        react_until=until,
    )


def _answered(deadline: Deadline, on: datetime.date) -> str:
    day, term = deadline.passed(on), deadline.term.amount
    if deadline.is_over(on):
        return _("Answered on working day %(day)d, past the deadline of %(term)d working days.") % {
            "day": day,
            "term": term,
        }
    if day == 0:
        return _("Answered on the same day, within the deadline of %(term)d working days.") % {"term": term}
    return _("Answered on working day %(day)d, within the deadline of %(term)d working days.") % {
        "day": day,
        "term": term,
    }


def row(case: Case, here: Calendar) -> Panel:
    """Return what the queue shows: the running term, or the days that the reporter still has."""
    if case.state != Case.State.DONE:
        return _running(case, here)
    if case.closed_at or case.closes_on is None or case.answered_at is None:
        return Panel("done", "", remaining=_("Closed"))
    answered_on = timezone.localdate(case.answered_at)
    waiting = here.deadline(answered_on, here.days_between(answered_on, case.closes_on))
    left = max(0, waiting.left(here.today))
    remaining = _("Closes in %(days)d working days") % {"days": left} if left else _("Closes today")
    ticks, label = deadlines.ticks(waiting, here.today), deadlines.description(waiting, here.today)
    return Panel("done", "", remaining=remaining, ticks=ticks, ticks_label=label)
