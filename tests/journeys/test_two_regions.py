"""One person with an account in each of two regions goes from one to the other in one browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import PASSWORD, Site, log_in, shoot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LIST = "/akun/daerah/"


def link(page: Page, site: Site) -> None:
    """Begin in Makassar, log in and agree in Jayapura, end in Makassar."""
    page.goto(site.url("makassar", "/akun/keamanan/"))
    page.get_by_role("link", name="Daerah saya").click()
    page.fill("[name=address]", site.url("jayapura"))
    shoot(page, "regions-add")
    page.get_by_role("button", name="Lanjutkan").click()
    page.wait_for_url(site.url("jayapura", "/masuk/?**"))
    page.fill("[name=login]", "sari@jayapura.example")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Anda datang dari Kota Makassar.")).to_be_visible()
    shoot(page, "regions-agree")
    page.get_by_role("button", name="Keduanya milik saya: setuju").click()
    page.wait_for_url(site.url("makassar", f"{LIST}selesai/**"))
    page.get_by_role("button", name="Tambahkan").click()
    expect(page.get_by_text("Ditambahkan.")).to_be_visible()


def change(page: Page, site: Site, region: str, name: str) -> None:
    """Go to the other region from the console's menu."""
    page.get_by_role("link", name="Ganti daerah").click()
    shoot(page, f"regions-{region}")
    page.get_by_role("link", name=name).click()
    page.wait_for_url(site.url(region, "/konsol/"))


@pytest.mark.parametrize("width", [360, 1280])
def test_person_of_two_regions_goes_from_one_to_the_other(site: Site, visitor: Callable[..., Page], width: int) -> None:
    page = visitor(width)
    log_in(page, site, "makassar", "sari@makassar.example")
    link(page, site)
    page.goto(site.url("makassar", "/konsol/"))

    change(page, site, "jayapura", "Kota Jayapura")
    change(page, site, "makassar", "Kota Makassar")

    shoot(page, "regions-console")
    for region in ("makassar", "jayapura"):
        page.goto(site.url(region, LIST))
        page.get_by_role("button", name="Hapus").click()
        expect(page.get_by_text("Dihapus di sini.")).to_be_visible()
