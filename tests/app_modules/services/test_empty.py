"""A region that has no services and no units yet."""

import pytest

from app_modules.services.models import Service
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Unit
from tenants.customization import actions as customization
from tenants.customization.models import Value

WRITE = "/konsol/layanan/baru/"


@pytest.fixture
def desk(portal, makassar, sari):
    """Sari's browser."""
    return portal(makassar, sari)


def test_console_without_services_invites_to_write_the_first(desk):
    body = desk.get("/konsol/layanan/").content.decode()

    assert f'href="{WRITE}">Tulis layanan pertama' in body
    assert ("Tidak ada layanan yang cocok." in body, 'id="cari"' in body) == (False, False)


def test_console_that_finds_nothing_leads_back_to_all(draft, desk):
    body = desk.get("/konsol/layanan/?q=qwxyz").content.decode()

    assert 'href="/konsol/layanan/">Lihat semua layanan' in body


def test_state_without_a_service_leads_back_to_all(draft, desk):
    body = desk.get("/konsol/layanan/?keadaan=broken").content.decode()

    assert 'href="/konsol/layanan/">Lihat semua layanan' in body


def test_service_cannot_be_written_without_units_and_the_page_leads_to_them(desk):
    body = desk.get(WRITE).content.decode()

    assert 'href="/konsol/unit/" class="btn btn-line' in body
    assert "Nama layanan" not in body


def test_service_can_be_written_once_there_is_a_unit(unit: Unit, desk):
    body = desk.get(WRITE).content.decode()

    assert "Nama layanan" in body
    assert "Belum ada unit kerja." not in body


def test_service_whose_unit_was_closed_can_still_be_opened(draft: Service, desk):
    Unit.objects.update(is_active=False)

    assert "Nama layanan" in desk.get(f"/konsol/layanan/{draft.key}/").content.decode()


def test_public_page_without_services_leads_to_the_contact_once_it_is_known(citizen, in_makassar):
    before = citizen.get("/layanan/").content.decode()
    customization.change(Value.Kind.BRAND, {"phone": "0411-123"}, by=PLATFORM)
    after = citizen.get("/layanan/").content.decode()

    link = 'href="/kontak/">Alamat dan telepon'
    assert (link in before, link in after) == (False, True)


def test_public_page_without_services_offers_no_search(citizen):
    assert "Cari, misalnya" not in citizen.get("/layanan/").content.decode()


def test_home_leads_to_all_services_once_there_is_one(citizen, request, in_makassar):
    before = citizen.get("/").content.decode()
    request.getfixturevalue("public")
    after = citizen.get("/").content.decode()

    assert ("Semua layanan, A–Z" in before, "Semua layanan, A–Z" in after) == (False, True)
