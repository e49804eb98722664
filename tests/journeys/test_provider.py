"""An administrator lets her people log in with their government's accounts; who is not invited stays out."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Site, log_in, shoot
from tests.kernel.accounts.providers.idp import CLIENT, SECRET, know, library

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HERE = "makassar"
PAGE = "/konsol/orang/akun-lain/"
BUTTON = "Lanjut dengan Akun Pemkot"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with library() as address:
        yield address


@pytest.fixture
def office(site: Site, visitor: Callable[..., Page], issuer: str) -> Iterator[Page]:
    """Sari's browser; she sets the provider up, and takes it away in the end."""
    page = visitor()
    log_in(page, site, HERE, f"sari@{HERE}.example")
    page.goto(site.url(HERE, "/konsol/orang/"))
    page.get_by_role("link", name="Izinkan orang masuk dengan akun lain").click()
    for name, text in {"name": "Akun Pemkot", "issuer": issuer, "client_id": CLIENT, "secret": SECRET}.items():
        page.fill(f"[name={name}]", text)
    shoot(page, "provider")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    yield page
    page.goto(site.url(HERE, PAGE))
    page.get_by_role("button", name="Hapus cara masuk ini").click()
    expect(page.get_by_text("Sudah dihapus.")).to_be_visible()


def come(page: Page, site: Site, subject: str, path: str = "/masuk/") -> None:
    """Log in at the provider as somebody; its style sheet would come from elsewhere."""
    page.route("https://cdn.jsdelivr.net/**", lambda route: route.fulfill(content_type="text/css", body=""))
    page.goto(site.url(HERE, path))
    shoot(page, f"log-in-{subject}")
    page.get_by_role("button", name=BUTTON).click()
    page.fill("[name=sub]", subject)
    page.get_by_role("button", name="Authorize").click()


def test_officer_comes_in_with_her_governments_account(
    site: Site, visitor: Callable[..., Page], office: Page, issuer: str
) -> None:
    know(issuer, "budi", email=f"budi@{HERE}.example", email_verified=True)
    page = visitor(360)

    come(page, site, "budi", "/masuk/?next=/konsol/laporan/")
    page.wait_for_url(site.url(HERE, "/konsol/laporan/"))

    page.goto(site.url(HERE, "/akun/keamanan/masuk/"))
    expect(page.get_by_text("lewat Akun Pemkot").first).to_be_visible()
    shoot(page, "log-ins")
    page.goto(site.url(HERE, "/akun/keamanan/"))
    shoot(page, "security-linked")
    page.get_by_role("button", name="Lepas").click()
    expect(page.get_by_text("Sudah dilepas.")).to_be_visible()


def test_who_is_invited_joins_with_it(site: Site, visitor: Callable[..., Page], office: Page, issuer: str) -> None:
    address = f"ratna@{HERE}.example"
    know(issuer, "ratna", email=address, email_verified=True, name="Ratna Dewi")
    office.goto(site.url(HERE, "/konsol/orang/undang/"))
    office.fill("[name=name]", "Ratna")
    office.fill("[name=email]", address)
    office.locator("main .btn-primary").click()
    page = visitor(360)

    come(page, site, "ratna", "/" + office.locator("#link").input_value().split("/", 3)[3])
    page.wait_for_url(site.url(HERE, "/konsol/"))

    expect(page.get_by_text("Ratna Dewi").first).to_be_attached()


def test_who_is_not_invited_reads_what_to_do(
    site: Site, visitor: Callable[..., Page], office: Page, issuer: str
) -> None:
    know(issuer, "siapa", email="siapa@example.org", email_verified=True)
    page = visitor(360)

    come(page, site, "siapa")

    expect(page.get_by_text("Belum ada yang mengundang siapa@example.org")).to_be_visible()
    shoot(page, "not-invited")


def test_new_device_is_told_and_locked_out(site: Site, visitor: Callable[..., Page]) -> None:
    thief, owner = visitor(), visitor(360)
    account = "lurah@makassar.example"
    invite(site, visitor(), account)
    log_in(thief, site, HERE, account, "layar putih di pagi hari")
    link = site.wait_for_mail(account, "/akun/bukan-saya/")

    owner.goto(next(word for word in link.split() if "/akun/bukan-saya/" in word))
    shoot(owner, "disown")
    owner.get_by_role("button", name="Bukan saya: kunci akun saya").click()
    owner.fill("[name=password1]", "perahu kecil di teluk")
    owner.fill("[name=password2]", "perahu kecil di teluk")
    owner.get_by_role("button", name="Simpan").click()
    thief.goto(site.url(HERE, "/konsol/laporan/"))

    assert "/masuk/" in thief.url
    log_in(owner, site, HERE, account, "perahu kecil di teluk")


def invite(site: Site, office: Page, account: str) -> None:
    """Let somebody join in another browser, which is known from then on."""
    log_in(office, site, HERE, f"sari@{HERE}.example")
    office.goto(site.url(HERE, "/konsol/orang/undang/"))
    office.fill("[name=name]", "Lurah")
    office.fill("[name=email]", account)
    office.locator("main .btn-primary").click()
    link = office.locator("#link").input_value()
    office.context.clear_cookies()
    office.goto(link)
    office.fill("[name=password]", "layar putih di pagi hari")
    office.get_by_role("button", name="Bergabung", exact=True).click()
    office.wait_for_url(site.url(HERE, "/konsol/"))
