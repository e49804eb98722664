"""Deadlines: where they begin, where they end, and what is left."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import deadlines
from kernel.deadlines import Deadline, Term, Unit
from kernel.text import Text

SOURCE = Text(id="contoh", en="sample")
FOURTEEN = Term(14, Unit.WORKING_DAYS, SOURCE)
THREE = Term(3, Unit.WORKING_DAYS, SOURCE)
HOURS = Term(72, Unit.CLOCK_HOURS, SOURCE)
TUESDAY = datetime(2026, 11, 10, 2, tzinfo=UTC)
INSTANTS = st.integers(0, 500 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@pytest.fixture
def fourteen() -> Deadline:
    return deadlines.due(TUESDAY, FOURTEEN, "Asia/Makassar")


def test_the_day_it_starts_is_day_0(fourteen: Deadline) -> None:
    assert (fourteen.start, fourteen.end) == (date(2026, 11, 10), date(2026, 11, 30))
    assert fourteen.passed(date(2026, 11, 10)) == 0
    assert fourteen.left(date(2026, 11, 10)) == 14


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Jakarta", date(2026, 11, 11)),
        ("Asia/Makassar", date(2026, 11, 11)),
        ("Asia/Jayapura", date(2026, 11, 11)),
        ("UTC", date(2026, 11, 10)),
    ],
)
def test_a_late_evening_of_greenwich_is_the_next_day_here(zone: str, start: date) -> None:
    assert deadlines.due(datetime(2026, 11, 10, 23, 30, tzinfo=UTC), THREE, zone).start == start


def test_midnight_differs_between_west_and_east() -> None:
    at = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)  # 22.30 WIB, 23.30 WITA, 00.30 WIT

    starts = [deadlines.due(at, THREE, zone).start.day for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")]

    assert starts == [10, 10, 11]


def test_it_ends_with_its_last_day_in_the_region() -> None:
    deadline = deadlines.due(TUESDAY, THREE, "Asia/Jayapura")

    assert deadline.ends_at == datetime(2026, 11, 13, 15, tzinfo=UTC)
    assert not deadline.is_over(deadline.ends_at - timedelta(microseconds=1))
    assert deadline.is_over(deadline.ends_at)


def test_a_holiday_of_the_region_does_not_count() -> None:
    deadline = deadlines.due(TUESDAY, THREE, "Asia/Makassar", {date(2026, 11, 11)})

    assert deadline.end == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("day", "left", "is_last", "is_over"),
    [
        (date(2026, 11, 23), 5, False, False),
        (date(2026, 11, 28), 1, False, False),
        (date(2026, 11, 30), 0, True, False),
        (date(2026, 12, 1), -1, False, True),
        (date(2026, 12, 7), -5, False, True),
    ],
)
def test_what_is_left(fourteen: Deadline, day: date, left: int, is_last: bool, is_over: bool) -> None:
    assert (fourteen.left(day), fourteen.is_last_day(day), fourteen.is_over(day)) == (left, is_last, is_over)


def test_a_saturday_after_the_end_is_over_but_no_working_day_late() -> None:
    friday = deadlines.due(TUESDAY, THREE, "Asia/Makassar")

    assert friday.end == date(2026, 11, 13)
    assert friday.is_over(date(2026, 11, 14))
    assert friday.left(date(2026, 11, 14)) == 0


@pytest.mark.parametrize(
    ("start", "provisional"),
    [
        (datetime(2025, 12, 31, 2, tzinfo=UTC), False),
        (datetime(2025, 12, 30, 2, tzinfo=UTC), True),
        (datetime(2027, 12, 27, 2, tzinfo=UTC), False),
        (datetime(2027, 12, 29, 2, tzinfo=UTC), True),
    ],
)
def test_it_is_provisional_where_holidays_are_not_decreed(start: datetime, provisional: bool) -> None:
    assert deadlines.due(start, THREE, "Asia/Jakarta").provisional is provisional


def test_clock_hours_run_through_nights_and_holidays() -> None:
    christmas_eve = datetime(2026, 12, 23, 18, tzinfo=UTC)

    deadline = deadlines.due(christmas_eve, HOURS, "Asia/Jayapura")

    assert deadline.ends_at == datetime(2026, 12, 26, 18, tzinfo=UTC)
    assert deadline.end == date(2026, 12, 27)
    assert not deadline.provisional


@pytest.mark.parametrize(
    ("minutes", "left", "is_over"),
    [(0, 72, False), (61, 71, False), (4319, 1, False), (4320, 0, True), (4321, -1, True)],
)
def test_hours_that_are_left(minutes: int, left: int, is_over: bool) -> None:
    deadline = deadlines.due(TUESDAY, HOURS, "Asia/Makassar")
    now = TUESDAY + timedelta(minutes=minutes)

    assert (deadline.left(now), deadline.is_over(now)) == (left, is_over)


def test_a_term_in_hours_needs_an_instant() -> None:
    deadline = deadlines.due(TUESDAY, HOURS, "Asia/Makassar")

    with pytest.raises(TypeError, match="needs an instant"):
        deadline.left(date(2026, 11, 11))


def test_a_term_does_not_begin_at_an_unknown_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadlines.due(datetime(2026, 11, 10), THREE, "Asia/Makassar")  # noqa: DTZ001 - the fault itself


@given(INSTANTS, st.integers(1, 100), INSTANTS)
def test_left_and_passed_are_the_term(start: datetime, amount: int, now: datetime) -> None:
    deadline = deadlines.due(start, Term(amount, Unit.WORKING_DAYS, SOURCE), "Asia/Jayapura")

    assert deadline.passed(now) + deadline.left(now) == amount
    assert 0 <= deadline.progress(now) <= 1
    assert deadline.is_over(now) == (now >= deadline.ends_at)
