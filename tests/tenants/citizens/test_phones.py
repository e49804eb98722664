"""A mobile number, however it is written, or the reason why no code reaches it; and the way in with it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from kernel.audit.models import Entry
from tenants.citizens import phones
from tenants.citizens.models import Citizen
from tenants.isolation.current import enter
from tests.tenants.citizens.conftest import EMAIL, PHONE, ask, come_in, last_code, told


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "0812-3456-7890", "+62 812 3456 7890", "62 (812) 34567890", "+62 0812 3456 7890", "812.3456.7890"],
)
def test_number_has_one_spelling(typed: str) -> None:
    assert phones.normal(typed) == PHONE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0812 3456 789x", "Nomor HP hanya berisi angka"),
        ("٠٨١٢٣٤٥٦٧٨٩", "Nomor HP hanya berisi angka"),
        ("+65 8123 4567", "Kode hanya dapat dikirim ke nomor Indonesia"),
        ("021 555 1234", "Kode hanya sampai ke nomor HP, yang diawali 08."),
        ("0812 3456", "Nomor HP terdiri dari 10 sampai 13 angka, dihitung dari 0 di depan; yang ini 8."),
        ("0812 3456 7890 12", "Nomor HP terdiri dari 10 sampai 13 angka, dihitung dari 0 di depan; yang ini 14."),
    ],
    ids=["a letter", "other digits", "Singapore", "a house", "short", "long"],
)
def test_number_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        phones.normal(typed)


def test_citizen_logs_in_with_her_number(citizen, makassar, clean_cache) -> None:
    ask(citizen, "0812 3456 7890")

    assert "adalah kode Anda untuk" in told(PHONE)
    citizen.post("/warga/kode/", {"digits": last_code(PHONE)})
    with enter(makassar):
        assert (Citizen.objects.get().phone, str(Citizen.objects.get())) == (PHONE, PHONE)


def test_number_is_not_asked_for_where_nothing_can_be_sent(citra) -> None:
    with override_settings(SMS=""):
        page = citra.get("/warga/").content.decode()
        citra.post("/warga/keluar/")
        answer = citra.post("/warga/masuk/", {"address": "081234567890"})

    assert "Nomor HP" not in page
    assert "Alamat email punya @" in answer.content.decode()


def test_address_of_a_number_is_not_found_where_nothing_can_be_sent(citra) -> None:
    with override_settings(SMS=""):
        assert citra.get("/warga/hp/").status_code == 404


def test_citizen_adds_a_number_and_logs_in_with_either(citra, herself, makassar, portal) -> None:
    assert citra.post("/warga/hp/", {"address": "081234567890"})["Location"] == "/warga/kode/"
    page = citra.post("/warga/kode/", {"digits": last_code(PHONE)})

    assert page["Location"] == "/warga/"
    assert (herself().phone, herself().email) == (PHONE, EMAIL)
    assert come_in(portal(makassar), PHONE).get("/warga/").status_code == 200
    with enter(makassar):
        entry = Entry.objects.get(action="citizens.change_address")
    assert (entry.before, entry.after) == (None, {"changed": ["phone"]})


def test_what_is_no_number_is_said_beside_its_field(citra) -> None:
    page = citra.post("/warga/hp/", {"address": "0812"})

    assert (page.status_code, 'value="0812"' in page.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("path", "first", "second"),
    [("/warga/email/", EMAIL, "baru@example.org"), ("/warga/hp/", PHONE, "+6281299990000")],
    ids=["mail", "number"],
)
def test_address_that_was_replaced_hears_of_it(citra, herself, path: str, first: str, second: str) -> None:
    for address in (first, second):
        citra.post(path, {"address": address})
        citra.post("/warga/kode/", {"digits": last_code(address)})

    assert "tidak lagi" in told(first)
    assert "tidak lagi" not in told(second)


def test_address_from_before_hears_of_one_more(citra, herself) -> None:
    citra.post("/warga/hp/", {"address": PHONE})
    citra.post("/warga/kode/", {"digits": last_code(PHONE)})
    assert f"juga dapat dibuka dengan {PHONE}" in told(EMAIL)

    citra.post("/warga/email/", {"address": "baru@example.org"})
    citra.post("/warga/kode/", {"digits": last_code("baru@example.org")})
    assert "juga dapat dibuka dengan baru@example.org" in told(PHONE)
    assert "tidak lagi" in told(EMAIL)


def test_same_address_again_tells_nobody(citra, herself) -> None:
    citra.post("/warga/email/", {"address": EMAIL})
    citra.post("/warga/kode/", {"digits": last_code()})

    assert "Kode Anda untuk" in told()


def test_address_of_another_account_is_refused(citra, makassar, portal) -> None:
    come_in(portal(makassar), "lain@example.org")
    citra.post("/warga/email/", {"address": "lain@example.org"})

    page = citra.post("/warga/kode/", {"digits": last_code("lain@example.org")})

    assert page.status_code == 409
    assert "Ini alamat akun lain" in page.content.decode()


def test_who_has_logged_out_meanwhile_adds_nothing(citra, herself) -> None:
    citra.post("/warga/hp/", {"address": PHONE})
    token = citra.cookies["citizen"].value
    citra.post("/warga/keluar/")
    citra.cookies["citizen"] = token

    page = citra.post("/warga/kode/", {"digits": last_code(PHONE)})

    assert "Minta kode dulu" in page.content.decode()
    assert herself().phone == ""
