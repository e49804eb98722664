"""A deadline: when a term began and when it ends, in the time zone of the region."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from math import ceil
from zoneinfo import ZoneInfo

from kernel.deadlines import working_days
from kernel.deadlines.terms import Term, Unit

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a term that began on the local date `start`, which is day 0.

    `end` is the last day on which there is time, `ends_at` the instant at which there is no more: the end of
    that day, or the hour of a term in clock hours. `provisional`: it reaches into a year whose holidays are not
    decreed yet, so it may still move. Wherever a method asks for `now`, a date means that day in the region; a
    term in clock hours needs an instant.
    """

    term: Term
    zone: ZoneInfo
    started_at: datetime
    start: date
    end: date
    ends_at: datetime
    provisional: bool
    regional_holidays: frozenset[date]

    @property
    def counts_hours(self) -> bool:
        """Say whether the term runs by the clock, through nights and holidays."""
        return self.term.unit == Unit.CLOCK_HOURS

    def local_date(self, now: date) -> date:
        """Return the region's date at an instant; a date stays as it is."""
        return now.astimezone(self.zone).date() if isinstance(now, datetime) else now

    def left(self, now: date) -> int:
        """Return how many working days (or begun hours) are left; 0 on the last day, negative after it.

        On a weekend right after the end it is 0 too: ask `is_over`.
        """
        if self.counts_hours:
            hours = (self.ends_at - _instant(now)) / HOUR
            return ceil(hours) if hours >= 0 else -ceil(-hours)
        return working_days.between(self.local_date(now), self.end, self.regional_holidays)

    def passed(self, now: date) -> int:
        """Return how many working days (or full hours) have passed: which day of the term it is."""
        if self.counts_hours:
            return (_instant(now) - self.started_at) // HOUR
        return working_days.between(self.start, self.local_date(now), self.regional_holidays)

    def is_over(self, now: date) -> bool:
        """Say whether the time has run out."""
        return _instant(now) >= self.ends_at if self.counts_hours else self.local_date(now) > self.end

    def is_last_day(self, now: date) -> bool:
        """Say whether the term ends today."""
        return self.local_date(now) == self.end and not self.is_over(now)

    def progress(self, now: date) -> float:
        """Return the share of the term that has passed, from 0 to 1."""
        return min(max(self.passed(now) / self.term.amount, 0.0), 1.0)


def due(start: datetime, term: Term, zone: str | ZoneInfo, regional_holidays: Iterable[date] = ()) -> Deadline:
    """Return the deadline of a term that began at an instant.

    `zone` is the region's time zone, `regional_holidays` are its own days off.
    """
    if start.tzinfo is None:
        raise ValueError("A term begins at an instant: give it with its time zone.")
    zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)
    holidays = frozenset(regional_holidays)
    first = start.astimezone(zone).date()
    if term.unit == Unit.CLOCK_HOURS:
        ends_at = start.astimezone(UTC) + HOUR * term.amount
        return Deadline(term, zone, start, first, ends_at.astimezone(zone).date(), ends_at, False, holidays)
    end = next(islice(working_days.after(first, holidays), term.amount - 1, None))
    ends_at = datetime.combine(end + working_days.DAY, time.min, zone)
    return Deadline(term, zone, start, first, end, ends_at, _is_provisional(first, end), holidays)


def _is_provisional(first: date, end: date) -> bool:
    counted = range((first + working_days.DAY).year, end.year + 1)
    return not all(map(working_days.is_decreed, counted))


def _instant(now: date) -> datetime:
    if not isinstance(now, datetime):
        raise TypeError("A term in clock hours needs an instant, not a date.")
    return now
