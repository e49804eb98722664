"""Working days, against vectors on which two libraries agree, and against the package `holidays`."""

import csv
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal.holidays import HOLIDAY_YEARS

from kernel.deadlines import working_days

VECTORS = Path(__file__).parents[4] / "shared/data/working_days.csv"
DAYS = st.dates(date(2026, 1, 1), date(2027, 10, 1))
HOLIDAYS = st.frozensets(DAYS, max_size=20)


@pytest.mark.skipif(not VECTORS.exists(), reason="the vectors in shared/data are not here")
def test_all_vectors_end_on_their_day() -> None:
    rows = list(csv.DictReader(VECTORS.read_text().splitlines()))

    ends = [_end(date.fromisoformat(row["start"]), int(row["working_days"])) for row in rows]

    assert len(rows) == 56
    assert ends == [date.fromisoformat(row["end"]) for row in rows]


@pytest.mark.parametrize("year", HOLIDAY_YEARS)
def test_decreed_holidays_are_those_of_another_library(year: int) -> None:
    others = holidays.Indonesia(years=year, categories=("government", "public"))

    assert {day for day in working_days.decreed() if day.year == year and day.weekday() < 5} == {
        day for day in others if day.weekday() < 5
    }


def test_the_newest_decree_is_for_2027() -> None:
    assert [working_days.is_decreed(year) for year in (2025, 2026, 2027, 2028)] == [False, True, True, False]


@given(DAYS, HOLIDAYS)
def test_a_weekend_or_a_holiday_is_never_a_working_day(day: date, regional: frozenset[date]) -> None:
    off = day.weekday() >= 5 or day in regional or day in working_days.decreed()

    assert working_days.is_working_day(day, regional) is not off


@given(DAYS, st.integers(1, 100), HOLIDAYS)
def test_counting_back_gives_the_term(start: date, amount: int, regional: frozenset[date]) -> None:
    end = _end(start, amount, regional)

    assert working_days.between(start, end, regional) == amount
    assert working_days.between(end, start, regional) == -amount
    assert working_days.is_working_day(end, regional)


@given(DAYS, st.integers(1, 60), HOLIDAYS)
def test_later_starts_and_longer_terms_never_end_earlier(start: date, amount: int, regional: frozenset[date]) -> None:
    end = _end(start, amount, regional)

    assert _end(start + timedelta(days=1), amount, regional) >= end
    assert _end(start, amount + 1, regional) > end


@given(DAYS, st.integers(1, 60), DAYS)
def test_one_more_holiday_never_ends_a_term_earlier(start: date, amount: int, holiday: date) -> None:
    assert _end(start, amount, frozenset({holiday})) >= _end(start, amount)


@given(DAYS, DAYS, DAYS)
def test_stretches_add_up(one: date, two: date, three: date) -> None:
    first, middle, last = sorted((one, two, three))

    assert working_days.between(first, middle) + working_days.between(middle, last) == working_days.between(first, last)


def _end(start: date, amount: int, regional: frozenset[date] = frozenset()) -> date:
    return next(islice(working_days.after(start, regional), amount - 1, None))
