"""A region that has no reports and no units yet."""

import pytest

from kernel.accounts.models import Unit

QUEUE = "/konsol/laporan/"
UNITS = 'href="/konsol/unit/" class="btn btn-line'


@pytest.fixture
def desk(portal, makassar, sari):
    """Sari's browser."""
    return portal(makassar, sari)


def test_empty_queue_says_what_will_be_there_and_leads_to_the_form(desk):
    body = desk.get(QUEUE).content.decode()

    assert "Laporan warga tampil di sini, yang paling mendesak lebih dahulu." in body
    assert 'href="/laporan/buat/">Lihat formulir warga' in body
    assert "Semua laporan" not in body


def test_filter_without_a_report_leads_back_to_all(desk):
    body = desk.get(f"{QUEUE}?keadaan=done").content.decode()

    assert f'href="{QUEUE}">Semua laporan' in body


def test_report_cannot_be_forwarded_without_units_and_the_page_leads_to_them(desk, report):
    case = report()

    before = desk.get(f"{QUEUE}{case.key}/").content.decode()
    Unit.objects.create(name="Dinas Contoh")
    after = desk.get(f"{QUEUE}{case.key}/").content.decode()

    assert (UNITS in before, 'id="forward"' in before) == (True, False)
    assert (UNITS in after, 'id="forward"' in after) == (False, True)


def test_officer_without_units_is_told_who_adds_them(portal, makassar, budi, report):
    case = report()

    body = portal(makassar, budi).get(f"{QUEUE}{case.key}/").content.decode()

    assert "Administrator daerah Anda yang menambahkannya." in body
    assert UNITS not in body


def test_empty_public_list_offers_nothing_to_filter(citizen):
    empty, asked = (citizen.get(f"/laporan/{query}").content.decode() for query in ("", "?keadaan=done"))

    assert ('id="tempat"' in empty, 'id="tempat"' in asked) == (False, True)
    assert "Belum ada laporan yang ditampilkan di sini." in empty
