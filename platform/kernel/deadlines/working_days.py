"""Working days: Monday to Friday, not a national holiday, not cuti bersama, not a holiday of the region.

National holidays and cuti bersama are decreed a year at a time (SKB 3 Menteri); `lokal-id` carries the decrees.
"""

from collections.abc import Iterator, Set
from datetime import date, timedelta
from functools import cache

from lokal.holidays import HOLIDAY_YEARS, get_holidays

DAY = timedelta(days=1)
NONE: Set[date] = frozenset()


@cache
def decreed() -> frozenset[date]:
    """Return all national holidays and cuti bersama that have been decreed."""
    days = (day.date for year in HOLIDAY_YEARS for day in get_holidays(year).holidays)
    return frozenset(map(date.fromisoformat, days))


def is_decreed(year: int) -> bool:
    """Say whether the year's holidays are known."""
    return year in HOLIDAY_YEARS


def is_working_day(day: date, regional_holidays: Set[date] = NONE) -> bool:
    """Say whether offices of the region work on the day."""
    return day.weekday() < 5 and day not in decreed() and day not in regional_holidays


def after(day: date, regional_holidays: Set[date] = NONE) -> Iterator[date]:
    """Yield the working days after a day, without end."""
    while True:
        day += DAY
        if is_working_day(day, regional_holidays):
            yield day


def between(start: date, end: date, regional_holidays: Set[date] = NONE) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -between(end, start, regional_holidays)
    days = (start + DAY * number for number in range(1, (end - start).days + 1))
    return sum(is_working_day(day, regional_holidays) for day in days)
