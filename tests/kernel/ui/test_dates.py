"""Dates, times and money in templates."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import timezone, translation

from kernel import money

AT = datetime(2026, 11, 20, 11, 42, tzinfo=UTC)
LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def _shown(expression: str, value: object, zone: str = "Asia/Makassar", language: str = "id") -> str:
    template = engines["django"].from_string("{% load dates %}{{ value|" + expression + " }}")
    with timezone.override(ZoneInfo(zone)), translation.override(language):
        return template.render({"value": value})


@pytest.mark.parametrize(
    ("expression", "indonesian", "english"),
    [
        ("day", "Jumat, 20 November 2026", "Friday, 20 November 2026"),
        ("short_day", "20 Nov", "20 Nov"),
        ("clock", "19.42 WITA", "19:42 WITA"),
        ("seconds", "19.42.00", "19:42:00"),
        ("short_moment", "20 November 2026, 19.42", "20 November 2026, 19:42"),
        ("moment", "Jumat, 20 November 2026, 19.42 WITA", "Friday, 20 November 2026, 19:42 WITA"),
    ],
)
def test_an_instant_is_shown_in_the_language(expression: str, indonesian: str, english: str) -> None:
    assert [_shown(expression, AT, language=language) for language in ("id", "en")] == [indonesian, english]


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Asia/Jakarta", "Sabtu, 21 November 2026, 06.30 WIB"),
        ("Asia/Makassar", "Sabtu, 21 November 2026, 07.30 WITA"),
        ("Asia/Jayapura", "Sabtu, 21 November 2026, 08.30 WIT"),
    ],
)
def test_an_instant_is_shown_in_the_zone(zone: str, shown: str) -> None:
    assert _shown("moment", LATE, zone) == shown


def test_a_date_is_the_same_day_everywhere() -> None:
    assert {_shown("day", date(2026, 11, 20), zone) for zone in ("Asia/Jakarta", "UTC")} == {"Jumat, 20 November 2026"}


@pytest.mark.parametrize("expression", ["day", "short_day", "clock", "moment", "short_moment", "rupiah"])
def test_nothing_is_shown_of_nothing(expression: str) -> None:
    assert _shown(expression, None) == ""


def test_money_is_rupiah_in_every_language() -> None:
    assert {_shown("rupiah", money.of(12_000_000), language=language) for language in ("id", "en")} == {"Rp12.000.000"}
