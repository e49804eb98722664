"""The open terms, counted in another time zone than the one they began in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from app_modules.complaints.models import Case, Entry
from app_modules.complaints.queries import clock
from kernel.deadlines import Moved

STARTS = (Entry.Kind.RECEIVED, Entry.Kind.FORWARDED, Entry.Kind.REOPENED, Entry.Kind.OBJECTED)


@dataclass(frozen=True, slots=True)
class Recount:
    """A case, and the days of its open term in the present time zone."""

    case: Case
    clock_from: date
    due_on: date
    is_provisional: bool
    closes_on: date | None

    @property
    def moved(self) -> Moved:
        """Return the term that runs: the officers', or after the answer the reporter's."""
        if self.case.is_open or self.case.closes_on is None or self.closes_on is None:
            return Moved(self.case.ticket, self.case.due_on, self.due_on)
        return Moved(self.case.ticket, self.case.closes_on, self.closes_on)

    @property
    def days(self) -> dict[str, str | bool | None]:
        """Return the days as plain data."""
        return {name: _plain(getattr(self, name)) for name in DAYS}


DAYS = ("clock_from", "due_on", "is_provisional", "closes_on")


def days_of(case: Case) -> dict[str, str | bool | None]:
    """Return the days of a case as they are written down."""
    return {name: _plain(getattr(case, name)) for name in DAYS}


def _plain(value: date | bool | None) -> str | bool | None:
    return value.isoformat() if isinstance(value, date) else value


def unclosed() -> QuerySet[Case]:
    """Return the cases with a term that runs."""
    return Case.objects.filter(closed_at=None)


def recounts(cases: Iterable[Case], before: ZoneInfo) -> list[Recount]:
    """Return the terms of the cases as the present time zone counts them; `before` is the zone of until now."""
    starts = Entry.objects.filter(kind__in=STARTS, case__closed_at=None).order_by()
    began = dict(starts.values_list("case").annotate(Max("at")))
    here = clock.calendar()
    return [_recount(case, began.get(case.pk), before, here) for case in cases]


def _recount(case: Case, began: datetime | None, before: ZoneInfo, here: clock.Calendar) -> Recount:
    if not case.is_open:
        return Recount(case, case.clock_from, case.due_on, case.is_provisional, _closes_on(case, before, here))
    # A term whose start was not written down to the minute keeps its day.
    is_known = began is not None and began.astimezone(before).date() == case.clock_from
    start = began.astimezone(here.zone).date() if began and is_known else case.clock_from
    deadline = here.deadline(start, case.term_days)
    return Recount(case, start, deadline.end, deadline.provisional, case.closes_on)


def _closes_on(case: Case, before: ZoneInfo, here: clock.Calendar) -> date | None:
    """Return the last day on which the reporter may react; no day that she was told of is taken from her."""
    if case.closes_on is None or case.answered_at is None:
        return case.closes_on
    days = here.days_between(case.answered_at.astimezone(before).date(), case.closes_on)
    return max(case.closes_on, here.deadline(case.answered_at.astimezone(here.zone).date(), days).end)
