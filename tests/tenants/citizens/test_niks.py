"""A NIK is optional, refused with the reason, sealed for one tenant, and shown masked."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from kernel.audit.models import Entry
from tenants.citizens import niks
from tenants.isolation.current import enter

WOMAN, MAN = "7371096505900002", "7371092505900001"


@pytest.mark.parametrize(
    "typed",
    [WOMAN, MAN, "36.71.09.650590.0002", "3671 0965 0590 0002", "1101010101000001", "9603012902000001"],
    ids=["a woman", "a man", "with dots", "of another region", "of Aceh", "a leap day"],
)
def test_nik_of_any_region_is_good(typed: str) -> None:
    assert len(niks.normal(typed)) == 16


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("737109650590000", "NIK terdiri dari 16 angka; yang ini 15."),
        ("73710965059000021", "NIK terdiri dari 16 angka; yang ini 17."),
        ("737109650590000O", "NIK hanya berisi angka."),
        ("9971096505900002", "NIK diawali kode provinsi; 99 bukan kode provinsi."),
        ("7300096505900002", "Angka ke-3 sampai ke-6 NIK adalah kabupaten/kota dan kecamatan, bukan 00; di sini 0009."),
        ("7371093002900001", "300290 bukan tanggal."),
        ("7371097202900001", "720290 bukan tanggal."),
        ("7371090013900001", "001390 bukan tanggal."),
        ("7371094005900001", "400590 bukan tanggal."),
        ("7371096505900000", "Empat angka terakhir NIK adalah nomor mulai 0001; di sini 0000."),
    ],
)
def test_nik_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        niks.normal(typed)


def test_page_says_why_beside_the_field_and_nothing_is_lost(citra) -> None:
    page = citra.post("/warga/nik/", {"nik": "737109650590000"}).content.decode()

    assert page.count("NIK terdiri dari 16 angka; yang ini 15.") == 2
    assert 'value="737109650590000"' in page


def test_nik_is_sealed_masked_and_verified_by_its_structure_only(citra, herself, makassar) -> None:
    citra.post("/warga/nik/", {"nik": WOMAN})

    page, row = citra.get("/warga/").content.decode(), herself()
    assert ("••••••••••••0002" in page, WOMAN in page) == (True, False)
    assert (row.verified_by, row.verifier.name, row.verified_at is None) == ("structure", "", False)
    with enter(makassar), connection.cursor() as cursor:
        assert niks.unseal(row.nik_sealed) == WOMAN
        entry = Entry.objects.get(action="citizens.nik")
        cursor.execute("SELECT count(*) FROM citizens_citizen c WHERE c::text LIKE %s", [f"%{WOMAN}%"])
        assert cursor.fetchone() == (0,)
    assert entry.after == {"nik": "••••••••••••0002", "verified_by": "structure"}


def test_nik_is_forgotten(citra, herself, makassar) -> None:
    citra.post("/warga/nik/", {"nik": WOMAN})

    for _twice in range(2):
        citra.post("/warga/nik/hapus/")

    row = herself()
    assert (row.nik_sealed, row.nik_masked, row.verified_by) == ("", "", "none")
    with enter(makassar):
        assert Entry.objects.filter(action="citizens.nik").count() == 2


def test_sealed_nik_is_of_no_use_in_another_tenant(makassar, jayapura) -> None:
    with enter(makassar):
        sealed = niks.seal(WOMAN)

    with enter(jayapura):
        assert niks.unseal(sealed) == ""
    with enter(makassar):
        assert niks.unseal(sealed) == WOMAN


def test_nik_is_read_with_an_old_key_as_long_as_it_is_listed(in_makassar, settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "o" * 60, []
    sealed = niks.seal(WOMAN)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, ["o" * 60]
    assert niks.unseal(sealed) == WOMAN
    settings.SECRET_KEY_FALLBACKS = []
    assert niks.unseal(sealed) == ""
