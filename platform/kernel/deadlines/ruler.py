"""The picture of a term: a tick a working day, a gap where a weekend or holiday is."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice, pairwise, takewhile

from kernel.deadlines import working_days
from kernel.deadlines.deadline import Deadline

# More would not fit beside a sentence that says the number.
MOST_OVER = 10


class Kind(StrEnum):
    """What a day of the ruler is: past, today, to come, the last to come, or late."""

    ON = "on"
    NOW = "now"
    REST = "rest"
    END = "end"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Tick:
    """One day of the ruler; `gap` says that days off come before it."""

    kind: Kind
    gap: bool


def ticks(deadline: Deadline, now: date) -> tuple[Tick, ...]:
    """Return the ruler's ticks, and after the end one for each working day (at most 10) that it is late.

    On day 0 and on days off no tick is `now`. A term in clock hours has a tick for each 24 hours, without gaps.
    """
    if deadline.counts_hours:
        return _ticks_by_the_clock(deadline, now)
    today = deadline.local_date(now)
    days = working_days.after(deadline.start, deadline.regional_holidays)
    term = list(islice(days, deadline.term.amount))
    late = list(islice(takewhile(lambda day: day <= today, days), MOST_OVER))
    kinds = [*(_kind(day, today, deadline.end) for day in term), *(Kind.OVER for _ in late)]
    return tuple(Tick(kind, gap) for kind, gap in zip(kinds, _gaps([*term, *late]), strict=True))


def _kind(day: date, today: date, end: date) -> Kind:
    if day == today:
        return Kind.NOW
    if day < today:
        return Kind.ON
    return Kind.END if day == end else Kind.REST


def _gaps(days: list[date]) -> list[bool]:
    return [False, *(day - before > working_days.DAY for before, day in pairwise(days))]


def _ticks_by_the_clock(deadline: Deadline, now: date) -> tuple[Tick, ...]:
    total = -(-deadline.term.amount // 24)
    passed = max(deadline.passed(now) // 24, 0)
    if deadline.is_over(now):
        late = min(passed - total + 1, MOST_OVER)
        kinds = [Kind.ON] * total + [Kind.OVER] * late
    else:
        kinds = [Kind.ON] * passed + [Kind.NOW] + [Kind.REST] * (total - passed - 1)
        kinds[-1] = Kind.END if kinds[-1] == Kind.REST else kinds[-1]
    return tuple(Tick(kind, gap=False) for kind in kinds)
