"""Open terms when the region's days begin and end by another clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from app_modules.complaints import actions, deadlines
from app_modules.complaints.models import Case, Kind
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from tenants.isolation.current import Tenancy, enter

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"


def at(day: int, hour: int) -> time_machine.travel:
    """Half past an hour of Makassar, in November 2026; the 9th is a Monday."""
    return time_machine.travel(datetime(2026, 11, day, hour, 30, tzinfo=ZoneInfo(WITA)), tick=False)


def november(day: int) -> date:
    return date(2026, 11, day)


@pytest.fixture
def move(in_makassar: Tenancy) -> Callable[..., dict[str, tuple[date, date]]]:
    """Change the zone, and return what was said before of each report."""

    def change(before: str, after: str) -> dict[str, tuple[date, date]]:
        with enter(replace(in_makassar, time_zone=after)):
            said = deadlines.moved(before)
            deadlines.move(before, PLATFORM)
        return {one.what: (one.before, one.after) for one in said}

    return change


@pytest.fixture
def evening(report) -> Case:
    """Received on Monday at half past eleven in the evening: Tuesday, an hour to the east."""
    with at(9, 23):
        return report()


def days(case: Case) -> tuple[date, date, date | None]:
    case.refresh_from_db()
    return case.clock_from, case.due_on, case.closes_on


def test_term_begins_on_the_day_of_the_new_zone(report, evening, move) -> None:
    with at(9, 12):
        noon = report()

    said = move(WITA, WIT)

    assert (said[evening.ticket], said[noon.ticket]) == ((november(12), november(13)), (november(12), november(12)))
    assert (days(evening), days(noon)) == (
        (november(10), november(13), None),
        (november(9), november(12), None),
    )


def test_term_of_the_answer_begins_with_the_forwarding(evening, works, as_budi, move) -> None:
    with at(10, 23):
        actions.forward(evening, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)

    move(WITA, WIT)

    assert days(evening) == (november(11), date(2026, 12, 1), None)


def test_term_of_a_reopened_report_begins_with_that(evening, as_budi, move) -> None:
    with at(10, 12):
        answered = actions.answer(evening, note="Sudah.", by=as_budi)
    with at(11, 23):
        actions.reopen(answered, reason="Belum.", by=as_budi)

    move(WITA, WIT)

    assert days(evening)[0] == november(12)


@pytest.mark.parametrize(
    ("hour", "zone", "last_day"),
    [(23, WIT, 25), (0, WIB, 24)],
    ids=["a day more to the east", "no day less to the west"],
)
def test_reporter_keeps_her_days_to_react(evening, as_budi, move, hour, zone, last_day) -> None:
    with at(10, hour):
        actions.answer(evening, note="Sudah.", by=as_budi)

    said = move(WITA, zone)

    assert said[evening.ticket] == (november(24), november(last_day))
    assert days(evening) == (november(9), november(12), november(last_day))


def test_closed_report_stays_as_it_was(evening, as_budi, move) -> None:
    with at(10, 23):
        actions.close(evening, note="Sudah.", by=as_budi)
    before = days(evening)

    said = move(WITA, WIT)

    assert (evening.ticket in said, days(evening)) == (False, before)


def test_change_back_leaves_no_trace_in_the_days(evening, move) -> None:
    before = days(evening)

    move(WITA, WIT)
    meanwhile = days(evening)
    move(WIT, WITA)

    assert (meanwhile == before, days(evening)) == (False, before)


def test_each_moved_term_is_written_down(report, evening, move) -> None:
    with at(9, 12):
        report()

    move(WITA, WIT)

    (line,) = Entry.objects.filter(action="complaints.recount")
    assert (line.subject_key, line.before["due_on"], line.after["due_on"]) == (evening.key, "2026-11-12", "2026-11-13")


def test_hourly_count_agrees_with_the_change(evening, move, makassar) -> None:
    move(WITA, WIT)

    with enter(replace(makassar, time_zone=WIT)):
        assert actions.recount() == 0
