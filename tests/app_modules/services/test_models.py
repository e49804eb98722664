import pytest
from django.utils.translation import override

from app_modules.services.models import Service
from kernel import money


@pytest.mark.parametrize(
    ("cost", "note", "language", "text"),
    [
        (0, "", "id", "Gratis"),
        (0, "", "en", "Free of charge"),
        (12_000_000, "", "id", "Rp12.000.000"),
        (5_000, "sekali jalan", "id", "Rp5.000"),
        (None, "Menurut luas bangunan", "id", "Menurut luas bangunan"),
        (None, "", "id", ""),
    ],
)
def test_cost_is_said_in_words(cost, note, language, text):
    service = Service(cost=None if cost is None else money.of(cost), cost_note=note)

    with override(language):
        assert service.cost_text == text


@pytest.mark.parametrize(
    ("amount", "unit", "language", "text"),
    [
        (1, "working_days", "id", "1 hari kerja"),
        (14, "working_days", "id", "14 hari kerja"),
        (1, "working_days", "en", "1 working day"),
        (2, "working_days", "en", "2 working days"),
        (3, "hours", "id", "3 jam"),
        (30, "minutes", "id", "30 menit"),
        (None, "hours", "id", ""),
    ],
)
def test_time_is_said_in_words(amount, unit, language, text):
    service = Service(time_amount=amount, time_unit=unit)

    with override(language):
        assert service.time_text == text


def test_lists_have_an_item_a_line():
    service = Service(requirements=" KTP \n\n\tKartu keluarga\n")

    assert service.requirement_list == ["KTP", "Kartu keluarga"]
