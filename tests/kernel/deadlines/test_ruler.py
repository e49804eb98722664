"""The ruler: one tick a working day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kernel import deadlines
from kernel.deadlines import Deadline, Term, Unit
from kernel.text import Text

SOURCE = Text(id="contoh", en="sample")
TUESDAY = datetime(2026, 11, 10, 2, tzinfo=UTC)
SIGNS = {"on": "#", "now": "!", "rest": ".", "end": "o", "over": "X"}


def _drawn(deadline: Deadline, now: date) -> str:
    return "".join(" " * tick.gap + SIGNS[tick.kind] for tick in deadlines.ticks(deadline, now))


def _due(amount: int, holidays: frozenset[date] = frozenset()) -> Deadline:
    return deadlines.due(TUESDAY, Term(amount, Unit.WORKING_DAYS, SOURCE), "Asia/Makassar", holidays)


def test_a_running_term_has_today_tall_and_the_end_hollow() -> None:
    assert _drawn(_due(14), date(2026, 11, 23)) == "### ##### !.... o"


def test_the_last_day_is_today() -> None:
    assert _drawn(_due(3), date(2026, 11, 13)) == "##!"


def test_days_that_are_late_follow() -> None:
    assert _drawn(_due(3), date(2026, 11, 17)) == "### XX"


def test_years_late_stay_a_short_picture() -> None:
    assert _drawn(_due(3), date(2027, 11, 17)).replace(" ", "") == "###" + "X" * 10


def test_on_a_weekend_no_tick_is_today() -> None:
    assert _drawn(_due(5), date(2026, 11, 14)) == "### .o"


def test_a_holiday_of_the_region_is_a_gap() -> None:
    assert _drawn(_due(3, frozenset({date(2026, 11, 12)})), TUESDAY) == ". . o"


def test_clock_hours_have_a_tick_a_day() -> None:
    deadline = deadlines.due(TUESDAY, Term(72, Unit.CLOCK_HOURS, SOURCE), "Asia/Makassar")

    drawn = [_drawn(deadline, TUESDAY + timedelta(hours=hours)) for hours in (-1, 1, 30, 71, 72, 100)]

    assert drawn == ["!.o", "!.o", "#!o", "##!", "###X", "###XX"]


@given(st.integers(1, 100), st.integers(0, 400))
def test_its_length_is_the_term(amount: int, days: int) -> None:
    deadline, now = _due(amount), TUESDAY + timedelta(days=days)

    kinds = [tick.kind for tick in deadlines.ticks(deadline, now)]

    assert len(kinds) - kinds.count("over") == amount
    assert kinds.count("on") + kinds.count("now") == min(deadline.passed(now), amount)
    assert kinds.count("over") == min(max(-deadline.left(now), 0), 10)
