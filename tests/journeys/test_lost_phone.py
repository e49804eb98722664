"""A citizen loses her phone: an officer who sees her identity card gives her account a new number."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judging import EVERYTHING, barriers, too_wide
from tests.browser.stage import Site, log_in, shoot
from tests.journeys.test_second_step import with_a_lock

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LOST, NEW = "+6281234567890", "+6281298765432"
WORDS = "Lampu jalan di depan pasar padam sejak Senin malam."


def come_in(page: Page, site: Site, number: str) -> None:
    """Log in with the code that the number is sent."""
    page.goto(site.url("tangerang", "/warga/"))
    page.get_by_label("Email atau nomor HP").fill(number.replace("+62", "0"))
    page.get_by_role("button", name="Kirim kode").click()
    code = re.search(r"\d{6} adalah kode", site.wait_for_text(number, "adalah kode"))
    assert code is not None
    page.get_by_label("Kode").fill(code[0][:6])
    page.get_by_role("button", name="Masuk", exact=True).click()


def report(page: Page, site: Site) -> str:
    """Send a report while logged in, and return its ticket."""
    page.goto(site.url("tangerang", "/laporan/buat/"))
    page.fill("[name=description]", WORDS)
    page.select_option("[name=category]", index=1)
    page.locator("#id_village_district").select_option(index=1)
    page.select_option("[name=village]", index=1)
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_url("**/terkirim/**")
    ticket = re.search(r"[A-Z]{3}-\w{5}", page.inner_text("h1"))
    assert ticket is not None
    return ticket[0]


def recover(sari: Page, site: Site, ticket: str, number: str = NEW) -> None:
    """Find the account by a ticket, and give it the new number."""
    log_in(sari, site, "tangerang", "sari@tangerang.example")
    sari.goto(site.url("tangerang", "/konsol/warga/"))
    sari.get_by_label("Nama, email, nomor HP, atau nomor tiket").fill(ticket)
    sari.get_by_role("button", name="Cari").click()
    sari.get_by_role("link", name=ticket).click()
    sari.get_by_label("Email atau nomor HP").fill(number)
    sari.get_by_label("Alasan").fill("HP dicuri di pasar, datang ke loket dengan KTP.")
    sari.get_by_label("Saya sudah melihat KTP-nya").check()
    assert too_wide(sari) + barriers(sari, EVERYTHING) == []
    sari.get_by_role("button", name="Pulihkan").click()
    expect(sari.get_by_text("Warga masuk dengan alamat baru")).to_be_visible()


def test_citizen_who_lost_her_phone_is_in_again(site: Site, visitor: Callable[..., Page]) -> None:
    lost, found, sari = visitor(360), visitor(360), visitor(1280)
    come_in(lost, site, LOST)
    lost.get_by_label("Nama").fill("Citra Lestari")
    lost.get_by_role("button", name="Simpan").click()
    expect(lost.get_by_role("heading", name="Akun saya")).to_be_visible()
    ticket = report(lost, site)

    recover(sari, site, ticket)

    lost.goto(site.url("tangerang", "/warga/"))
    expect(lost.get_by_role("button", name="Kirim kode")).to_be_visible()
    assert "alamat baru" in site.wait_for_text(LOST, "setelah melihat KTP")
    come_in(found, site, NEW)
    expect(found.get_by_role("link", name="Lampu jalan di depan pasar padam sejak Senin malam")).to_be_visible()
    assert too_wide(found) + barriers(found, EVERYTHING) == []
    shoot(found, "citizen-account")
    sari.goto(site.url("tangerang", "/konsol/riwayat/"))
    expect(sari.get_by_role("listitem").filter(has_text="Memulihkan akun warga").first).to_be_visible()


def test_owner_stops_from_her_phone_what_a_stranger_made_the_office_do(
    site: Site, visitor: Callable[..., Page]
) -> None:
    owner, stranger, own, other = visitor(360), visitor(360), "+6281211112222", "+6281233334444"
    come_in(owner, site, own)
    owner.get_by_label("Nama").fill("Andi Citra")
    owner.get_by_role("button", name="Simpan").click()
    expect(owner.get_by_role("heading", name="Akun saya")).to_be_visible()
    recover(visitor(1280), site, report(owner, site), other)
    come_in(stranger, site, other)
    expect(stranger.get_by_role("heading", name="Akun saya")).to_be_visible()

    link = re.search(r"/warga/pemulihan/\S+/", site.wait_for_text(own, "Hentikan dalam 24 jam"))
    assert link is not None
    owner.goto(site.url("tangerang", link[0]))
    assert too_wide(owner) + barriers(owner, EVERYTHING) == []
    owner.get_by_role("button", name="Bukan saya: hentikan").click()

    expect(owner.get_by_text("Alamat baru tidak berlaku lagi")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_role("button", name="Kirim kode")).to_be_visible()
    assert "Datanglah sekali lagi ke kantor dengan KTP" in site.wait_for_text(other, "dicabut lagi")


def test_citizen_logs_in_with_the_lock_of_her_phone(site: Site, visitor: Callable[..., Page]) -> None:
    citra = with_a_lock(visitor(360))
    come_in(citra, site, "+6281355556666")
    citra.get_by_label("Nama").fill("Citra Lestari")
    citra.get_by_role("button", name="Simpan").click()
    expect(citra.get_by_role("heading", name="Akun saya")).to_be_visible()
    citra.goto(site.url("tangerang", "/warga/kunci/"))
    citra.get_by_label("Nama").fill("Ponsel saya")
    assert too_wide(citra) + barriers(citra, EVERYTHING) == []
    citra.get_by_role("button", name="Tambah perangkat ini").click()
    expect(citra.get_by_text("Kunci sandi ditambahkan.")).to_be_visible()

    citra.goto(site.url("tangerang", "/warga/"))
    citra.get_by_role("button", name="Keluar", exact=True).click()
    citra.goto(site.url("tangerang", "/warga/kunci/"))
    citra.get_by_role("button", name="Pakai kunci sandi").click()

    citra.wait_for_url("**/warga/kunci/")
    expect(citra.get_by_text("terakhir dipakai")).to_be_visible()
