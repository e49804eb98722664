"""Which backups are kept, and when the next one is due. Pure: moments in, moments out."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Protocol


class Rule(Protocol):
    """At which hour of the day, and how many days, weeks and months keep their last backup."""

    hour: int
    daily: int
    weekly: int
    monthly: int


def is_due(rule: Rule, *, now: datetime, last: datetime) -> bool:
    """Say whether the hour has struck since the last backup; `now` is in the tenant's own time zone."""
    struck = now.replace(hour=rule.hour, minute=0, second=0, microsecond=0)
    if struck > now:
        struck -= timedelta(days=1)
    return last < struck


def to_keep(moments: Iterable[datetime], rule: Rule) -> set[datetime]:
    """Return the last moment of each of the last days, weeks (Monday to Sunday) and months that have one.

    Counted are those that have one: when no backup is made any more, the old ones stay.
    """
    newest_first = sorted(moments, reverse=True)
    kept = set[datetime]()
    for count, period in ((rule.daily, _day), (rule.weekly, _week), (rule.monthly, _month)):
        kept |= set(_last_of_each(newest_first, period)[:count])
    return kept


def _last_of_each(newest_first: list[datetime], period: Callable[[datetime], Any]) -> list[datetime]:
    last: dict[Any, datetime] = {}
    for moment in newest_first:
        last.setdefault(period(moment), moment)
    return list(last.values())


def _day(moment: datetime) -> date:
    return moment.date()


def _week(moment: datetime) -> tuple[int, int]:
    return moment.isocalendar()[:2]


def _month(moment: datetime) -> tuple[int, int]:
    return moment.year, moment.month
