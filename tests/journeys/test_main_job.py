"""The main job, from an operator's order to a citizen who is told that her report is done."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.stage import PASSWORD, Site, log_in, shoot
from tests.journeys.pictures import with_place

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
REGIONS = {360: ("72.02", "Kabupaten Poso", "kab-poso"), 1280: ("72.10", "Kabupaten Sigi", "kab-sigi")}
COLOUR = "#7a1f5c"
TITLE = "Jembatan Puselemba dibuka kembali"
STREET = 'Lampu jalan mati di depan toko "Maju" <script>alert(1)</script>'
CITRA = "citra@example.com"


@dataclass
class Journey:
    """A region, and the browsers of those who meet in it."""

    site: Site
    width: int
    code: str
    name: str
    slug: str
    visitor: Callable[..., Page]

    def url(self, path: str = "/") -> str:
        return self.site.url(self.slug, path)


@pytest.fixture(params=sorted(REGIONS), ids=lambda width: f"{width}px")
def journey(request, site: Site, visitor) -> Journey:
    return Journey(site, request.param, *REGIONS[request.param], visitor)


def test_region_goes_from_order_to_a_citizen_who_is_told(journey: Journey) -> None:
    rani, sari, citra, budi = (journey.visitor(journey.width) for _ in range(4))

    invitation = order(journey, rani)
    accept(journey, sari, invitation)
    make_it_her_own(journey, sari)
    go_live(journey, rani)
    article = publish(journey, sari)
    comment(journey, citra, article)
    comment_without_javascript(journey, article)
    moderate(journey, sari)
    expect_shown(citra, article)
    ticket, follow = report(journey, citra)
    invite_officer(journey, sari, budi)
    work_on(journey, budi, ticket)
    release(journey, sari, ticket)

    expect_told(journey, citra, ticket, follow)
    expect_public(journey, citra, ticket)
    expect_no_place_in_files(journey)


def order(journey: Journey, rani: Page) -> str:
    """Order the region with all modules, watch the run end, and return the administrator's invitation."""
    log_in(rani, journey.site, "", "rani@example.org")
    rani.get_by_role("link", name="Siapkan portal").first.click()
    rani.wait_for_url("**/daerah/siapkan/")
    rani.fill("[name=code]", journey.code)
    for box in rani.locator("[name=modules]").all():
        box.check()
    rani.fill("[name=administrator_name]", "Sari")
    rani.fill("[name=administrator_email]", f"sari@{journey.slug}.example.org")
    rani.locator("main form button").last.click()
    shoot(rani, "operator-plan")
    rani.get_by_role("button", name=f"Siapkan {journey.name}").click()
    shoot(rani, "operator-run-running")
    link = rani.locator("#invitation ~ p", has_text="/undangan/").first
    expect(link).to_be_visible(timeout=60_000)
    shoot(rani, "operator-run")
    return link.inner_text().strip()


def accept(journey: Journey, person: Page, invitation: str) -> None:
    """Choose a password, and be in."""
    person.goto(invitation)
    shoot(person, "join")
    person.fill("[name=password]", PASSWORD)
    person.locator("main form button").click()
    expect(person).to_have_url(journey.url("/konsol/"))


def make_it_her_own(journey: Journey, sari: Page) -> None:
    """Change the name, the colour and a word; see them on the portal at once."""
    sari.goto(journey.url())
    before = colour(sari)
    sari.goto(journey.url("/konsol/tampilan/"))
    sari.fill("[name=name]", f"{journey.name} Bersinar")
    sari.fill("[name=colour]", COLOUR)
    expect(sari.locator('#preview[href*="7a1f5c"]')).to_have_count(1)
    expect(sari.locator("#preview")).to_have_count(1)
    shoot(sari, "console-brand")
    sari.locator("[name=publish]").first.click()
    sari.goto(journey.url("/konsol/kata/news/"))
    sari.locator("main form [lang=id]").first.fill("Warta kita")
    sari.locator("main form button[type=submit]", has_text="Simpan").click()

    sari.goto(journey.url())

    expect(sari.locator(".masthead .brandname")).to_contain_text("Bersinar")
    assert colour(sari) != before
    sari.goto(journey.url("/berita/"))
    expect(sari.locator("h1")).to_have_text("Warta kita")


def colour(page: Page) -> str:
    """Return the colour of the page's filled button, as it is painted."""
    return str(page.evaluate("getComputedStyle(document.querySelector('.btn-primary')).backgroundColor"))


def go_live(journey: Journey, rani: Page) -> None:
    """Take the portal live from the region's page."""
    rani.get_by_role("link", name=f"Buka {journey.name}").click()
    shoot(rani, "operator-region")
    rani.locator("[name=live]").click()
    expect(rani.get_by_role("link", name=f"Buka {journey.name}")).to_be_visible(timeout=30_000)
    rani.goto(journey.site.url())
    shoot(rani, "operator-regions")


def publish(journey: Journey, sari: Page) -> str:
    """Write an article with a picture, publish it, and return its address."""
    sari.goto(journey.url("/konsol/berita/kategori/"))
    sari.fill("[name=name]", "Kabar kota")
    sari.locator("main form button").last.click()
    sari.goto(journey.url("/konsol/berita/baru/"))
    sari.fill("[name=title]", TITLE)
    sari.select_option("[name=category]", label="Kabar kota")
    sari.fill("[name=summary]", "Warga dapat melintas lagi sejak pagi ini.")
    sari.locator(".ProseMirror").fill("Perbaikan selesai lebih awal dua pekan.")
    sari.set_input_files("[name=picture]", files=[with_place("jembatan.jpg")])
    sari.fill("[name=cover_alt]", "Jembatan dengan pejalan kaki")
    shoot(sari, "console-article")
    sari.locator("[name=publish]").click()
    address = sari.locator("main aside a", has_text="Buka di portal").get_attribute("href")
    assert address
    return journey.url(address)


def comment(journey: Journey, citra: Page, article: str) -> None:
    """Read without an account, and comment with the captcha solved by the browser itself."""
    citra.goto(article)
    expect(citra.locator("h1")).to_have_text(TITLE)
    citra.locator("#komentar").scroll_into_view_if_needed()
    citra.fill("form[data-captcha] [name=name]", 'Citra "Cici" <b>')
    citra.fill("form[data-captcha] [name=text]", "Terima kasih, jalan ke pasar jadi dekat.")
    expect(citra.locator("altcha-widget input[name=altcha]")).not_to_have_value("", timeout=30_000)
    shoot(citra, "article")
    citra.locator("form[data-captcha] button[type=submit]").click()
    expect(citra.locator("h1")).to_have_text("Komentar terkirim")


def comment_without_javascript(journey: Journey, article: str) -> None:
    """Comment from a browser without JavaScript: it waits for an officer."""
    plain = journey.visitor(journey.width, java_script_enabled=False)
    plain.goto(article)
    plain.locator("[data-comment-form] a").click()
    plain.fill("[name=name]", "Joko")
    plain.fill("[name=text]", "Kapan jembatan di hulu diperbaiki?")
    plain.locator("form[data-captcha] button[type=submit]").click()
    expect(plain.locator("main")).to_contain_text("setelah diperiksa petugas")


def moderate(journey: Journey, sari: Page) -> None:
    """Show what waits."""
    sari.goto(journey.url("/konsol/berita/komentar/"))
    shoot(sari, "console-comments")
    buttons = sari.locator("[name=state][value=shown]")
    while left := buttons.count():
        buttons.first.click()
        expect(buttons).to_have_count(left - 1)


def expect_shown(citra: Page, article: str) -> None:
    citra.goto(article)
    comments = citra.locator("section[aria-labelledby=komentar]")
    expect(comments).to_contain_text('Citra "Cici" <b>')
    expect(comments).to_contain_text("Kapan jembatan di hulu diperbaiki?")


def report(journey: Journey, citra: Page) -> tuple[str, str]:
    """Report with a photo and an address; return the ticket and the link."""
    citra.goto(journey.url("/laporan/buat/"))
    shoot(citra, "report")
    citra.fill("[name=description]", STREET)
    citra.select_option("[name=category]", index=1)
    citra.locator("#id_village_district").select_option(index=1)
    citra.select_option("[name=village]", index=1)
    citra.fill("[name=landmark]", "Seberang masjid")
    citra.set_input_files("[name=photos]", files=[with_place("lampu.jpg")])
    citra.fill("[name=email]", CITRA.replace("@", f"-{journey.slug}@"))
    shoot(citra, "report-filled")
    citra.get_by_role("button", name="Kirim laporan").click()
    expect(citra.locator("h1")).to_contain_text("Laporan terkirim")
    shoot(citra, "report-sent")
    found = re.search(r"[A-Z]{3}-[0-9A-Z]{5}", citra.locator("h1").inner_text())
    assert found
    return found[0], citra.locator("#tautan").input_value()


def invite_officer(journey: Journey, sari: Page, budi: Page) -> None:
    """Name the unit that answers, and invite an officer, who joins with the link."""
    sari.goto(journey.url("/konsol/unit/"))
    sari.fill("[name=name]", "Dinas Pekerjaan Umum")
    sari.locator("main form button[type=submit]").last.click()
    sari.goto(journey.url("/konsol/orang/undang/"))
    sari.fill("[name=name]", "Budi")
    sari.fill("[name=email]", f"budi@{journey.slug}.example.org")
    sari.select_option("[name=role]", value="officer")
    sari.locator("main form .btn-primary").click()
    accept(journey, budi, sari.locator("#link").input_value())


def work_on(journey: Journey, budi: Page, ticket: str) -> None:
    """Forward the case, take it, and answer it with photos of the work."""
    open_case(journey, budi, ticket)
    shoot(budi, "console-case")
    expect(budi.locator("main")).to_contain_text(STREET)
    budi.fill("#forward [name=title]", "Lampu jalan mati")
    budi.select_option("#forward [name=unit]", index=1)
    budi.locator("#forward [name=kind]").first.check()
    budi.locator("#forward button[type=submit]").click()
    budi.locator("#take summary").click()
    budi.locator("#take button[type=submit]").click()
    budi.fill("#answer [name=note]", "Dinas Pekerjaan Umum mengganti lampu hari ini.")
    budi.set_input_files("#answer [name=photos]", files=[with_place("sesudah.jpg")])
    budi.locator("#answer button[type=submit]").click()
    expect(budi.locator("section[aria-labelledby=foto] img")).to_have_count(2)


def open_case(journey: Journey, officer: Page, ticket: str) -> None:
    officer.goto(journey.url("/konsol/laporan/"))
    shoot(officer, "console-queue")
    officer.get_by_role("link", name=re.compile("Lampu jalan mati")).first.click()
    expect(officer.locator("main")).to_contain_text(ticket)


def release(journey: Journey, officer: Page, ticket: str) -> None:
    """Show the case to everybody, in words without the reporter."""
    officer.goto(journey.url("/konsol/laporan/?keadaan=done"))
    officer.get_by_role("link", name=re.compile("Lampu jalan mati")).first.click()
    expect(officer.locator("main")).to_contain_text(ticket)
    officer.wait_for_load_state()
    officer.locator("#release summary").click()
    officer.fill("#release [name=text]", "Lampu jalan mati di depan sebuah toko.")
    for box in officer.locator("#release [name=shown]").all():
        box.check()
    officer.locator("#release button[type=submit]").click()
    expect(officer.locator(f'main a[href="/laporan/{ticket}/"]')).to_be_visible()


def expect_told(journey: Journey, citra: Page, ticket: str, follow: str) -> None:
    citra.goto(follow)
    shoot(citra, "follow-done")
    expect(citra.locator("main")).to_contain_text("Selesai")
    expect(citra.locator("main")).to_contain_text("Dinas Pekerjaan Umum mengganti lampu hari ini.")
    mail = journey.site.wait_for_mail(CITRA.replace("@", f"-{journey.slug}@"), "mengganti lampu")
    assert ticket in mail


def expect_public(journey: Journey, citra: Page, ticket: str) -> None:
    citra.goto(journey.url("/laporan/"))
    shoot(citra, "reports")
    citra.locator(f'a[href="/laporan/{ticket}/"]').click()
    expect(citra.locator("main")).to_contain_text("Lampu jalan mati di depan sebuah toko.")
    photos = citra.locator("section[aria-labelledby=foto] img")
    expect(photos).to_have_count(2)
    for photo in photos.all():
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("complete", True)
    assert photos.evaluate_all("all => all.map(one => one.naturalWidth > 0)") == [True, True]


def expect_no_place_in_files(journey: Journey) -> None:
    """Three pictures with a place in them were uploaded; none is stored with it."""
    stored = [file for file in (journey.site.folder / "files").rglob("*") if file.is_file()]
    assert len(stored) >= 3
    assert [file for file in stored if "exif" in Image.open(BytesIO(file.read_bytes())).info] == []
