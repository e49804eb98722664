"""What goes wrong on the way: no JavaScript, a reload, a session that ended, a double click, a file too large."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import WIDTHS, Site, log_in, shoot
from tests.journeys.pictures import with_place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
HERE = "tangerang"
LARGE = {"name": "besar.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + bytes(20_000_000)}
WORDS = "Saluran air tersumbat di depan sekolah sejak kemarin."


def fill_report(page: Page, site: Site, words: str = WORDS) -> None:
    """Type what is needed, with or without JavaScript."""
    page.goto(site.url(HERE, "/laporan/buat/"))
    page.fill("[name=description]", words)
    page.select_option("[name=category]", index=1)
    if page.locator("#id_village_district").count():
        page.locator("#id_village_district").select_option(index=1)
    page.select_option("[name=village]", index=1)


def send(page: Page) -> None:
    """Send the form, and wait until all of what comes then is there: its script lets go of the draft."""
    page.get_by_role("button", name="Kirim laporan").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("width", WIDTHS)
def test_report_needs_no_javascript(site: Site, visitor: Callable[..., Page], width: int) -> None:
    page = visitor(width, java_script_enabled=False)
    fill_report(page, site)
    page.set_input_files("[name=photos]", files=[with_place("saluran.jpg")])

    send(page)
    page.get_by_role("link", name="Ikuti laporan ini").click()

    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("section[aria-labelledby=foto] img")).to_have_count(1)


def test_faulty_form_keeps_words_and_photo_without_javascript(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360, java_script_enabled=False)
    fill_report(page, site)
    page.select_option("[name=category]", value="")
    page.set_input_files("[name=photos]", files=[with_place("saluran.jpg")])

    send(page)

    expect(page.locator("[data-errors]")).to_contain_text("Tulisan dan foto Anda tetap tersimpan")
    assert page.locator("[name=description]").input_value() == WORDS
    assert page.locator("[name=village]").input_value() != ""
    expect(page.locator("input[name=photo]")).to_have_count(1)


def test_draft_is_there_after_a_reload_and_gone_once_sent(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)
    fill_report(page, site)
    page.fill("[name=landmark]", "Dekat pasar")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    village = page.locator("[name=village]").input_value()

    page.reload()

    assert page.locator("[name=description]").input_value() == WORDS
    assert page.locator("[name=landmark]").input_value() == "Dekat pasar"
    assert page.locator("[name=village]").input_value() == village
    send(page)
    expect(page.locator("h1")).to_contain_text("Laporan terkirim")
    page.goto(site.url(HERE, "/laporan/buat/"))
    assert page.locator("[name=description]").input_value() == ""


def send_and_go_back(page: Page, site: Site) -> str:
    """Send a report and go back to its form, as the browser fills it in again; return the village that was chosen."""
    fill_report(page, site)
    village = page.locator("[name=village]").input_value()
    send(page)
    expect(page.locator("h1")).to_contain_text("Laporan terkirim")
    page.go_back()
    expect(page.locator("[name=description]")).to_have_value(WORDS)
    return village


def test_form_is_as_it_was_after_going_back_and_sent_only_once(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)

    village = send_and_go_back(page, site)

    expect(page.locator("[name=village]")).to_have_value(village)
    send(page)
    expect(page.locator("h1")).to_contain_text("Laporan ini sudah terkirim")
    page.goto(site.url(HERE, "/laporan/buat/"))
    assert page.locator("[name=description]").input_value() == ""


def test_report_that_was_taken_becomes_no_draft_again(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)
    send_and_go_back(page, site)
    page.evaluate("document.querySelector('[name=category]').value = ''")

    send(page)
    expect(page.locator("[data-errors]")).to_be_visible()
    page.goto(site.url(HERE, "/laporan/buat/"))

    assert page.locator("[name=description]").input_value() == ""


def test_draft_that_came_back_says_so_and_can_be_discarded(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)
    fill_report(page, site)
    expect(page.locator("[data-draft-note]")).to_contain_text("Draf tersimpan di ponsel ini, ")

    page.reload()
    expect(page.locator("[data-draft-note]")).to_contain_text("Draf Anda dimuat kembali, ")
    shoot(page, "draft-is-back")
    page.get_by_role("button", name="Hapus draf").click()

    expect(page.locator("[data-draft-note]")).to_be_hidden()
    page.reload()
    fields = ("description", "category", "village")
    assert [page.locator(f"[name={name}]").input_value() for name in fields] == ["", "", ""]
    assert page.locator("#id_village_district").input_value() == ""


def test_draft_is_there_in_the_other_language(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)
    fill_report(page, site)
    expect(page.locator("[data-draft-note]")).to_be_visible()
    village = page.locator("[name=village]").input_value()

    page.locator("a[hreflang=en]").first.click()
    expect(page.locator("h1")).to_contain_text("report")

    expect(page.locator("[name=description]")).to_have_value(WORDS)
    expect(page.locator("[name=village]")).to_have_value(village)


def test_form_of_an_ended_session_loses_nothing(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(1280)
    log_in(page, site, HERE, f"sari@{HERE}.example")
    page.goto(site.url(HERE, "/konsol/unit/"))
    name = 'Dinas "Sumber Daya" & Air <b>'
    page.fill("[name=name]", name)
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Tambah unit").click()
    page.fill("[name=login]", f"sari@{HERE}.example")
    page.fill("[name=password]", "contoh-saja-2026")
    page.get_by_role("button", name="Masuk").click()

    expect(page.locator("main")).to_contain_text(name)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main ul.rows")).to_contain_text(name)


def test_double_click_makes_one_case(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(360)
    words = "Pohon tumbang menutup jalan di depan pasar lama."
    fill_report(page, site, words)

    page.get_by_role("button", name="Kirim laporan").dblclick(no_wait_after=True)
    # Where the first answer came before the second click's, the second one says that it was sent before.
    expect(page.locator("h1")).to_contain_text(re.compile("Laporan (ini sudah )?terkirim"))

    officer = visitor(1280)
    log_in(officer, site, HERE, f"sari@{HERE}.example")
    officer.goto(site.url(HERE, "/konsol/laporan/?q=Pohon+tumbang+menutup"))
    expect(officer.get_by_role("link", name=re.compile("Pohon tumbang menutup"))).to_have_count(1)


def test_photo_of_20_megabytes_is_refused_with_a_sentence(site: Site, visitor: Callable[..., Page], tmp_path) -> None:
    file = tmp_path / LARGE["name"]
    file.write_bytes(LARGE["buffer"])
    page = visitor(360)
    fill_report(page, site)

    page.set_input_files("[name=photos]", str(file))

    expect(page.locator("[data-error]")).to_have_text("besar.jpg lebih besar dari 15 MB. Pilih foto yang lebih kecil.")


def test_photo_of_20_megabytes_is_refused_without_javascript(
    site: Site, visitor: Callable[..., Page], tmp_path
) -> None:
    file = tmp_path / LARGE["name"]
    file.write_bytes(LARGE["buffer"])
    page = visitor(360, java_script_enabled=False)
    fill_report(page, site)
    page.set_input_files("[name=photos]", str(file))

    send(page)

    expect(page.locator("[data-errors]")).to_contain_text("15 MB")
    assert page.locator("[name=description]").input_value() == WORDS


def test_keys_of_another_region_lead_nowhere(site: Site, visitor: Callable[..., Page]) -> None:
    page = visitor(1280)
    fill_report(page, site)
    page.set_input_files("[name=photos]", files=[with_place("saluran.jpg")])
    send(page)
    expect(page.locator("h1")).to_contain_text("Laporan terkirim")
    follow = page.locator("#tautan").input_value()
    page.goto(follow)
    photo = page.locator("section[aria-labelledby=foto] img").get_attribute("src")
    sari = visitor(1280)
    log_in(sari, site, HERE, f"sari@{HERE}.example")
    sari.goto(site.url(HERE, "/konsol/laporan/"))
    case = sari.locator("main a[href^='/konsol/laporan/']:not([href*='?'])").first.get_attribute("href")
    sari.goto(site.url(HERE, "/konsol/orang/"))
    person = sari.locator("main ul.rows a").first.get_attribute("href")
    paths = [f"/{follow.split('/', 3)[3]}", photo, case, person]
    here = sari.evaluate("paths => Promise.all(paths.map(path => fetch(path).then(answer => answer.status)))", paths)
    assert here == [200] * 4

    makassar = visitor(1280)
    log_in(makassar, site, "makassar", "sari@makassar.example")

    assert {path: makassar.goto(site.url("makassar", path)).status for path in paths} == dict.fromkeys(paths, 404)
