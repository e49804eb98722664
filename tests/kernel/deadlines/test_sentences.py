"""What a deadline says, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from kernel import deadlines
from kernel.deadlines import Term, Unit
from kernel.text import Text

SOURCE = Text(id="contoh", en="sample")
TUESDAY = datetime(2026, 11, 10, 2, tzinfo=UTC)
DAYS = deadlines.due(TUESDAY, Term(14, Unit.WORKING_DAYS, SOURCE), "Asia/Makassar")
FRIDAY = deadlines.due(TUESDAY, Term(3, Unit.WORKING_DAYS, SOURCE), "Asia/Makassar")
HOURS = deadlines.due(TUESDAY, Term(72, Unit.CLOCK_HOURS, SOURCE), "Asia/Makassar")


@pytest.mark.parametrize(
    ("day", "indonesian", "english"),
    [
        (date(2026, 11, 23), "5 hari kerja lagi", "5 working days left"),
        (date(2026, 11, 27), "1 hari kerja lagi", "1 working day left"),
        (date(2026, 11, 30), "Hari ini, terakhir", "Today is the last day"),
        (date(2026, 12, 1), "Terlambat 1 hari kerja", "1 working day late"),
        (date(2026, 12, 2), "Terlambat 2 hari kerja", "2 working days late"),
    ],
)
def test_working_days(day: date, indonesian: str, english: str) -> None:
    said = []
    for language in ("id", "en"):
        with translation.override(language):
            said.append(deadlines.sentence(DAYS, day))

    assert said == [indonesian, english]


@pytest.mark.parametrize(
    ("hours", "sentence"), [(1, "71 jam lagi"), (71.5, "1 jam lagi"), (72, "Lewat tenggat"), (75, "Terlambat 3 jam")]
)
def test_clock_hours(hours: float, sentence: str) -> None:
    with translation.override("id"):
        assert deadlines.sentence(HOURS, TUESDAY + timedelta(hours=hours)) == sentence


def test_a_weekend_after_the_end_is_past_it() -> None:
    with translation.override("id"):
        assert deadlines.sentence(FRIDAY, date(2026, 11, 14)) == "Lewat tenggat"


def test_the_ruler_is_described() -> None:
    with translation.override("id"):
        described = [
            deadlines.description(DAYS, date(2026, 11, 23)),
            deadlines.description(DAYS, date(2026, 12, 1)),
            deadlines.description(HOURS, TUESDAY + timedelta(hours=30)),
        ]

    assert described == ["Hari kerja ke-9 dari 14", "Terlambat 1 hari kerja", "Jam ke-30 dari 72"]
