"""A citizen reads in her account that her report was answered, and wants no more mails of it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.judging import EVERYTHING, barriers, too_wide
from tests.browser.stage import Site, log_in, shoot
from tests.journeys.test_lost_phone import report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CITRA = "citra.kabar@example.org"
LIST, CHOICES = "/warga/pemberitahuan/", "/warga/pemberitahuan/pilihan/"
FIRST, SECOND = "Kabel lampunya sudah diganti.", "Kali ini tiangnya juga diganti."


def join(page: Page, site: Site) -> None:
    """Register with the code that comes by mail."""
    page.goto(site.url("tangerang", "/warga/"))
    page.get_by_label("Email atau nomor HP").fill(CITRA)
    page.get_by_role("button", name="Kirim kode").click()
    code = re.search(r"\d{6}", site.wait_for_mail(CITRA, "Kode Anda"))
    assert code is not None
    page.get_by_label("Kode").fill(code[0])
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.get_by_label("Nama").fill("Citra Lestari")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Akun saya")).to_be_visible()


def open_case(sari: Page, site: Site, ticket: str) -> None:
    sari.goto(site.url("tangerang", f"/konsol/laporan/?q={ticket}"))
    sari.get_by_role("link", name=re.compile("Lampu jalan di depan pasar")).first.click()


def act(sari: Page, what: str, field: str, text: str) -> None:
    """Fill in one of the things that may be done with a report."""
    sari.locator(f"#{what}").evaluate("one => one.open = true")
    sari.fill(f"#{what} [name={field}]", text)
    sari.locator(f"#{what} button[type=submit]").click()


def judge(page: Page, name: str) -> None:
    assert too_wide(page) + barriers(page, EVERYTHING) == []
    shoot(page, name)


def read_the_answer(citra: Page, site: Site) -> None:
    citra.goto(site.url("tangerang", "/warga/"))
    expect(citra.get_by_text("Belum dibaca: 2.")).to_be_visible()
    judge(citra, "citizen-account-news")
    citra.get_by_role("link", name="Lihat pemberitahuan").click()
    citra.wait_for_url(f"**{LIST}")
    judge(citra, "citizen-notices")
    citra.get_by_role("link", name=re.compile("Laporan Anda sudah dijawab")).click()
    expect(citra.get_by_text(FIRST)).to_be_visible()
    citra.goto(site.url("tangerang", LIST))
    expect(citra.get_by_text("Belum dibaca:")).to_have_count(1)


def texts(site: Site) -> list[str]:
    """Return what Citra was mailed so far."""
    return [mail.get_body(("plain",)).get_content() for mail in site.mails(CITRA)]  # type: ignore[attr-defined]


def choose_only_here(citra: Page) -> None:
    citra.get_by_role("link", name="Pilih kabar lewat email").click()
    news = citra.get_by_role("group", name=re.compile("Kabar tentang laporan"))
    news.get_by_label("Hanya di sini, di akun saya").check()
    judge(citra, "citizen-choices")
    citra.get_by_role("button", name="Simpan").click()
    expect(citra.get_by_text("Tersimpan.")).to_be_visible()


def test_citizen_reads_the_answer_in_her_account_and_wants_no_more_mails(
    site: Site, visitor: Callable[..., Page]
) -> None:
    citra, sari = visitor(360), visitor(1280)
    join(citra, site)
    ticket = report(citra, site)
    log_in(sari, site, "tangerang", "sari@tangerang.example")
    open_case(sari, site, ticket)
    act(sari, "answer", "note", FIRST)
    site.wait_for_mail(CITRA, FIRST)

    read_the_answer(citra, site)
    choose_only_here(citra)
    act(sari, "reopen", "text", "Lampunya padam lagi.")
    act(sari, "answer", "note", SECOND)
    expect(sari.locator("#reopen")).to_be_attached()

    citra.goto(site.url("tangerang", LIST))
    expect(citra.get_by_role("link", name=re.compile("Laporan Anda sudah dijawab"))).to_have_count(2)
    citra.goto(site.url("tangerang", "/warga/data-saya/minta/access/"))
    citra.get_by_label("Apa yang ingin Anda ketahui?").fill("Siapa yang menerima data saya?")
    citra.get_by_role("button", name="Kirim").click()
    site.wait_for_mail(CITRA, "sudah kami terima")  # what was written before it has gone out
    assert [text for text in texts(site) if SECOND in text or "padam lagi" in text] == []
