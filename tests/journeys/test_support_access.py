"""An operator is let into a region's console, is seen there, and is out when the region says so or the time is over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Site, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CONSOLE = "/konsol/akses-operator/"


def ask(operator: Page, site: Site) -> None:
    operator.goto(site.url("", "/"))
    operator.get_by_role("link", name="Kota Tangerang", exact=True).click()
    operator.get_by_role("link", name="Minta akses").click()
    operator.get_by_label("Alasan").fill("Tiket 12: kata di menu keliru")
    operator.get_by_label("Pengaturan, kata, tampilan, dan unit kerja").check()
    operator.get_by_role("button", name="Minta akses").click()
    expect(operator.get_by_text("Menunggu jawaban").first).to_be_visible()


def let_in(operator: Page, sari: Page, site: Site) -> None:
    """Ask, answer, and go through the door."""
    log_in(operator, site, "", "rani@example.org")
    log_in(sari, site, "tangerang", "sari@tangerang.example")
    ask(operator, site)
    sari.goto(site.url("tangerang", CONSOLE))
    sari.get_by_role("link", name="Jawab").click()
    sari.get_by_role("button", name="Izinkan masuk").click()
    operator.reload()
    operator.get_by_role("button", name="Masuk ke konsol").click()
    operator.wait_for_url("**/operator/masuk/**")
    operator.get_by_role("button", name="Masuk", exact=True).click()
    expect(operator.get_by_text("hanya boleh melihat")).to_be_visible()


def test_operator_is_let_in_seen_and_out_at_once(site: Site, visitor: Callable[..., Page]) -> None:
    operator, sari = visitor(1280), visitor(360)
    let_in(operator, sari, site)
    operator.goto(site.url("tangerang", "/konsol/kata/"))
    expect(operator.get_by_role("heading", name="Kata", exact=True)).to_be_visible()

    sari.reload()
    expect(sari.get_by_text("/konsol/kata/", exact=True)).to_be_visible()
    sari.get_by_role("button", name="Akhiri sekarang").click()
    expect(sari.get_by_text("tidak dapat membuka apa pun lagi di sini")).to_be_visible()
    operator.reload()
    expect(operator.get_by_text("Akses Anda ke konsol ini sudah berakhir")).to_be_visible()


def test_operator_is_out_when_the_time_is_over(site: Site, visitor: Callable[..., Page]) -> None:
    operator, sari = visitor(1280), visitor(360)
    let_in(operator, sari, site)
    ((schema,),) = site.execute("SELECT schema_name FROM registry_tenant WHERE slug = 'tangerang'")

    site.execute(f"UPDATE {schema}.support_access SET ends_at = now() WHERE ended_at IS NULL RETURNING 1")

    operator.reload()
    expect(operator.get_by_text("Akses Anda ke konsol ini sudah berakhir")).to_be_visible()
    sari.goto(site.url("tangerang", CONSOLE))
    expect(sari.get_by_text("Waktunya habis").first).to_be_visible()
