import re

import pytest

from tenants.customization import actions as customization
from tenants.customization.models import Value

PUBLIC = ["/", "/en/", "/cari/", "/cari/?q=jalan", "/aksesibilitas/", "/privasi/", "/kontak/", "/masuk/"]
CONSOLE = {
    "/konsol/orang/": "people.manage",
    "/konsol/orang/undang/": "people.manage",
    "/konsol/unit/": "units.manage",
    "/konsol/modul/": "modules.view",
    "/konsol/modul/news/": "settings.change",
    "/konsol/kata/": "settings.change",
    "/konsol/kata/news/": "settings.change",
    "/konsol/tampilan/": "brand.change",
    "/konsol/riwayat/": "audit.view",
}


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_opens_for_everybody(citizen, path):
    response = citizen.get(path)

    assert response.status_code == 200
    assert "Kota Makassar" in response.content.decode()


@pytest.mark.parametrize("path", CONSOLE)
def test_console_page_opens_for_the_administrator(console, path):
    assert console.get(path).status_code == 200


@pytest.mark.parametrize("path", CONSOLE)
def test_console_page_refuses_who_has_no_permission(makassar, portal, budi, path):
    assert portal(makassar, budi).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/konsol/", *CONSOLE])
def test_console_page_asks_a_citizen_to_log_in(citizen, path):
    response = citizen.get(path)

    assert (response.status_code, response["Location"]) == (302, f"/masuk/?next={path}")


def test_home_of_the_console_shows_only_what_the_officer_may_open(makassar, portal, budi):
    body = portal(makassar, budi).get("/konsol/").content.decode()

    assert "/konsol/laporan/" in body
    assert "/konsol/orang/" not in body


def test_home_sets_no_cookie(citizen):
    response = citizen.get("/")

    assert response.cookies.keys() == set()


def test_home_shows_each_way_once_under_its_first_pillar(citizen):
    page = citizen.get("/").content.decode()

    pillars = dict(re.findall(r'id="pillar-(.)"(.*?)</section>', page, re.DOTALL))
    assert [letter for letter, rows in pillars.items() if 'href="/berita/"' in rows] == ["V"]


def test_search_without_a_hit_says_what_to_do(citizen):
    body = citizen.get("/cari/?q=qwxyz").content.decode()

    assert "Belum ada yang cocok dengan kata itu." in body


def test_language_link_leads_to_the_same_page(citizen):
    body = citizen.get("/kontak/").content.decode()

    assert 'href="/en/kontak/"' in body


def test_page_that_does_not_exist_is_the_regions_own(citizen):
    response = citizen.get("/tidak-ada/")

    assert response.status_code == 404
    assert "Kota Makassar" in response.content.decode()


def test_robots_of_a_live_region_may_read_all_but_the_console(citizen):
    assert "Disallow: /konsol/\n" in citizen.get("/robots.txt").content.decode()


def test_history_finds_an_action_by_its_words(console):
    console.post("/konsol/unit/", {"name": "Dinas Kebudayaan"})

    assert "Dinas Kebudayaan" in console.get("/konsol/riwayat/?q=kebudayaan").content.decode()
    assert "Dinas Kebudayaan" not in console.get("/konsol/riwayat/?q=invited").content.decode()


def test_only_the_nearest_entry_of_the_menu_is_current(console):
    body = console.get("/konsol/berita/komentar/").content.decode()

    assert re.findall(r'<a href="(/konsol/[^"]*)" aria-current="page"', body) == ["/konsol/berita/komentar/"]


def test_menu_says_the_regions_own_word(in_makassar, citizen, as_sari):
    customization.change(Value.Kind.WORD, {"news.title:id": "Kabar kota", "news.title:en": "City news"}, by=as_sari)

    assert '">Kabar kota</a>' in citizen.get("/kontak/").content.decode()
    assert '">City news</a>' in citizen.get("/en/kontak/").content.decode()
