import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from app_modules.complaints import actions
from app_modules.complaints.models import Case, Kind
from app_modules.complaints.queries import clock

WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def _at(day: int, hour: int = 9, month: int = 11) -> datetime.datetime:
    return datetime.datetime(2026, month, day, hour, tzinfo=WITA)


@pytest.fixture
def lamp(report, works, as_budi) -> Case:
    """The lamp of the design: received on Monday 9 November 2026, forwarded the day after."""
    with time_machine.travel(_at(9, 19), tick=False):
        case = report()
    with time_machine.travel(_at(10), tick=False):
        return actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)


def _panel(case: Case, day: int) -> clock.Panel:
    with time_machine.travel(_at(day), tick=False):
        return clock.panel(case, clock.calendar())


def test_panel_of_a_running_case(lamp):
    panel = _panel(lamp, 23)

    assert panel.title == "Dijawab paling lambat Senin, 30 November 2026"
    assert (panel.remaining, panel.detail) == ("5 hari kerja lagi", "hari ini hari kerja ke-9 dari 14")
    assert [tick.kind for tick in panel.ticks] == ["on"] * 8 + ["now"] + ["rest"] * 4 + ["end"]


def test_panel_before_forwarding_names_the_check(report):
    with time_machine.travel(_at(18), tick=False):
        panel = clock.panel(report(), clock.calendar())

    assert panel.title == "Diperiksa paling lambat Senin, 23 November 2026"


def test_panel_of_the_last_day_and_after(lamp):
    assert (_panel(lamp, 30).urgency, _panel(lamp, 30).remaining) == ("today", "Hari ini, terakhir")
    with time_machine.travel(_at(1, month=12), tick=False):
        late = clock.panel(lamp, clock.calendar())
    assert (late.urgency, late.remaining) == ("late", "Terlambat 1 hari kerja")


def test_panel_of_an_answered_case(lamp, as_budi):
    with time_machine.travel(_at(25, 10), tick=False):
        answered = actions.answer(lamp, note="Kabel diganti.", by=as_budi)

    panel = _panel(answered, 25)

    assert panel.title == "Dijawab pada hari kerja ke-11, dalam tenggat 14 hari kerja."
    assert panel.react_until == "Rabu, 9 Desember 2026"


def test_row_of_an_answered_case_counts_the_reaction(lamp, as_budi):
    with time_machine.travel(_at(25, 10), tick=False):
        answered = actions.answer(lamp, note="Kabel diganti.", by=as_budi)
        row = clock.row(answered, clock.calendar())

    assert row.remaining == "Ditutup 10 hari kerja lagi"
