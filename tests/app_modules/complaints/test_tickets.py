import pytest

from app_modules.complaints.queries import tickets
from tenants.customization import queries as customization
from tenants.customization.models import Value


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Kota Makassar", "MKS"),
        ("Kota Jayapura", "JYP"),
        ("Kota Tangerang", "TNG"),
        ("Kabupaten Poso", "PSO"),
        ("Provinsi Aceh", "ACH"),
        ("Oi", "OIX"),
    ],
)
def test_letters_come_from_the_name(name, letters):
    assert tickets.letters(name) == letters


@pytest.mark.parametrize("typed", ["MKS-7KQ4M", "mks7kq4m", " mks 7kq4m ", "Mks–7kq4m"])
def test_ticket_is_read_however_it_is_typed(typed):
    assert tickets.normal(typed) == "MKS-7KQ4M"


@pytest.mark.parametrize("typed", ["", "MKS", "MKS-7KQ4", "MKS-7KQ41", "https://example.org"])
def test_no_ticket_is_empty(typed):
    assert tickets.normal(typed) == ""


def test_a_region_may_choose_its_prefix(in_makassar):
    Value.objects.create(kind="setting", key="complaints.ticket_prefix", value="UPG")
    customization.forget()

    assert tickets.prefix() == "UPG"
