"""An invitation leads to a passkey, the passkey logs in, and a session that was revoked is nobody's."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import PASSWORD, Site, log_in, shoot

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HERE = "makassar"
OWN = "sampan kecil di teluk"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_lock(page: Page) -> Page:
    """Give the browser a device with a lock, which opens by itself."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return page


def join(site: Site, visitor: Callable[..., Page], name: str) -> Page:
    """Join as an officer by an invitation; return the browser."""
    office = visitor()
    log_in(office, site, HERE, f"sari@{HERE}.example")
    office.goto(site.url(HERE, "/konsol/orang/undang/"))
    office.fill("[name=name]", name)
    office.fill("[name=email]", email_of(name))
    office.locator("main .btn-primary").click()
    link = office.locator("#link").input_value()
    page = with_a_lock(visitor(360))
    page.goto(link)
    page.fill("[name=password]", OWN)
    page.get_by_role("button", name="Bergabung").click()
    page.wait_for_url(site.url(HERE, "/konsol/"))
    return page


def email_of(name: str) -> str:
    return f"{name.lower()}@{HERE}.example"


def add_passkey(page: Page, site: Site) -> list[str]:
    """Add the device, and return the recovery codes."""
    page.goto(site.url(HERE, "/akun/keamanan/kunci/"))
    page.fill("[name=name]", "Ponsel saya")
    shoot(page, "passkeys")
    page.get_by_role("button", name="Tambah perangkat ini").click()
    codes = page.locator("li").filter(has_text=re.compile(r"^\s*\d{4}-\d{4}\s*$"))
    expect(codes).to_have_count(10)
    return codes.all_inner_texts()


def test_invitation_leads_to_a_passkey_which_logs_in_here_only(site: Site, visitor: Callable[..., Page]) -> None:
    page = join(site, visitor, "Lestari")
    add_passkey(page, site)
    assert "kunci sandi “Ponsel saya”" in site.wait_for_mail(email_of("Lestari"), "Ponsel saya")

    page.goto(site.url(HERE, "/akun/keamanan/"))
    page.locator("main").get_by_role("button", name="Keluar").click()
    page.goto(site.url(HERE, "/masuk/?next=/konsol/laporan/"))
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(site.url(HERE, "/konsol/laporan/"))

    page.goto(site.url("jayapura", "/masuk/"))
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.get_by_text("perangkat ini tidak punya kunci sandi untuk portal ini").wait_for()
    shoot(page, "passkey-elsewhere")


def test_recovery_code_opens_a_session_and_revoking_it_ends_it_at_once(
    site: Site, visitor: Callable[..., Page]
) -> None:
    page, office = join(site, visitor, "Wulan"), visitor()
    code = add_passkey(page, site)[0]
    office.goto(site.url(HERE, "/masuk/?next=/konsol/laporan/"))
    office.fill("[name=login]", email_of("Wulan"))
    office.fill("[name=password]", OWN)
    office.get_by_role("button", name="Masuk").click()
    office.fill("[name=code]", code)
    shoot(office, "second-step")
    office.get_by_role("button", name="Masuk").click()
    office.wait_for_url(site.url(HERE, "/konsol/laporan/"))

    page.goto(site.url(HERE, "/akun/keamanan/perangkat/"))
    shoot(page, "sessions")
    others = page.get_by_role("button", name="Keluarkan semua yang lain")
    others.click()
    expect(others).to_have_count(0)
    office.reload()
    page.goto(site.url(HERE, "/konsol/laporan/"))

    assert (urlsplit(office.url).path, urlsplit(page.url).path) == ("/masuk/", "/konsol/laporan/")


def test_browser_without_passkeys_is_told_what_else_there_is(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)
    page.add_init_script("delete window.PublicKeyCredential")
    log_in(page, site, HERE, f"budi@{HERE}.example", PASSWORD)

    page.goto(site.url(HERE, "/akun/keamanan/kunci/"))

    assert page.get_by_text("Peramban ini tidak mengenal kunci sandi").is_visible()
    assert not page.get_by_role("button", name="Tambah perangkat ini").is_visible()
