import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kernel.audit.models import Entry
from tenants.customization import queries
from tenants.customization.models import Value
from tenants.files.models import StoredFile
from tenants.portal.provision import sample
from tests.conftest import kept

SETTINGS = {
    "setting-comments_open": "on",
    "setting-comments_moderated": "on",
    "setting-articles_per_page": "12",
    "setting-show_read_count": "on",
}
EMPTY = dict.fromkeys(("name", "tagline", "address", "hours", "phone"), "")
BRAND = {**EMPTY, "colour": "#801b31", "motif": "layar", "publish": "1"}


def setting(name: str) -> Any:
    queries.forget()
    return queries.setting(name)


def test_setting_is_changed_and_says_by_whom(console, in_makassar):
    console.post("/konsol/modul/news/", {**SETTINGS, "setting-articles_per_page": "20"})

    assert setting("news.articles_per_page") == 20
    assert "oleh Sari. Bawaan: 12." in console.get("/konsol/modul/news/").content.decode()


def test_setting_keeps_who_changed_it_after_she_is_gone(console, in_makassar, sari, as_sari):
    console.post("/konsol/modul/news/", {**SETTINGS, "setting-articles_per_page": "20"})
    sari.delete()

    assert Value.objects.get(key="news.articles_per_page").changed_by == kept(as_sari)


def test_setting_equal_to_the_default_is_not_stored(console, in_makassar):
    console.post("/konsol/modul/news/", SETTINGS)

    queries.forget()
    assert not [key for kind, key in queries.values() if kind == "setting"]


def test_setting_of_a_check_box_is_turned_off(console, in_makassar):
    without = {name: value for name, value in SETTINGS.items() if name != "setting-comments_open"}

    console.post("/konsol/modul/news/", without)

    assert setting("news.comments_open") is False


@pytest.mark.parametrize("value", ["4", "51", "many", ""])
def test_setting_outside_its_limits_is_refused(console, in_makassar, value):
    response = console.post("/konsol/modul/news/", {**SETTINGS, "setting-articles_per_page": value})

    assert "Belum tersimpan" in response.content.decode()
    assert setting("news.articles_per_page") == 12


def test_setting_that_only_the_modules_own_types_refuse_is_refused(console, in_makassar):
    page = console.get("/konsol/modul/complaints/").content.decode()
    filled = dict(re.findall(r'name="(setting-\w+)" value="([^"]*)"', page))

    response = console.post("/konsol/modul/complaints/", {**filled, "setting-ticket_prefix": "mks1"})

    assert "Nilai ini tidak diterima di sini." in response.content.decode()


def test_setting_gets_its_default_back(console, in_makassar):
    console.post("/konsol/modul/news/", {**SETTINGS, "setting-articles_per_page": "20"})

    console.post("/konsol/modul/news/bawaan/", {"kind": "setting", "key": "articles_per_page"})

    assert setting("news.articles_per_page") == 12


def test_default_cannot_be_asked_for_with_an_unknown_kind(console):
    assert console.post("/konsol/modul/news/bawaan/", {"kind": "brand", "key": "name"}).status_code == 404


def test_word_is_said_in_the_regions_own_words(console, citizen, in_makassar):
    console.post("/konsol/kata/complaints/", {"word-question:id": "Apa yang perlu dibenahi?"})

    body = citizen.get("/").content.decode()
    assert "Apa yang perlu dibenahi?" in body
    assert "Ada yang rusak atau mengganggu?" not in body
    assert "Is something broken or a nuisance?" in citizen.get("/en/").content.decode()


def test_word_of_a_region_is_not_said_in_another(console, portal, jayapura):
    console.post("/konsol/kata/complaints/", {"word-question:id": "Apa yang perlu dibenahi?"})

    assert "Apa yang perlu dibenahi?" not in portal(jayapura).get("/").content.decode()


def test_word_is_shown_as_text_only(console, citizen):
    console.post("/konsol/kata/complaints/", {"word-question:id": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in citizen.get("/").content.decode()


def test_module_that_is_not_there_has_no_settings(console):
    assert console.get("/konsol/modul/tidak-ada/").status_code == 404


def theme_address(client) -> str:
    return re.search(r'href="(/tema/\w+\.css)"', client.get("/").content.decode())[1]


def test_brand_changes_name_and_theme_at_once(console, citizen):
    before = theme_address(citizen)

    console.post("/konsol/tampilan/", {**BRAND, "name": "Makassar Kita", "colour": "#00673a"})

    assert "Makassar Kita" in citizen.get("/").content.decode()
    assert theme_address(citizen) != before


def test_brand_preview_changes_nothing(console, citizen):
    before = theme_address(citizen)
    only_look = {key: value for key, value in BRAND.items() if key != "publish"}

    response = console.post("/konsol/tampilan/", {**only_look, "colour": "#00673a", "preview": "1"})

    assert "colour=%2300673a" in response.content.decode()
    assert theme_address(citizen) == before


def test_brand_is_published_into_the_log(console, in_makassar):
    console.post("/konsol/tampilan/", {**BRAND, "colour": "#00673a"})

    entry = Entry.objects.filter(action="customization.brand").order_by("-id").first()
    assert entry.after["colour"] == "#00673a"


@pytest.mark.parametrize("colour", ["red", "#12345", "#801b31;}", "url(x)"])
def test_brand_with_a_colour_that_is_none_is_refused(console, citizen, colour):
    before = theme_address(citizen)

    response = console.post("/konsol/tampilan/", {**BRAND, "colour": colour})

    assert (response.status_code, theme_address(citizen)) == (200, before)


def test_theme_is_kept_for_ever_under_its_own_address(citizen):
    response = citizen.get(theme_address(citizen))

    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.decode().startswith(":root{--brand:oklch(")


def test_theme_of_another_day_is_todays_but_not_kept(citizen):
    response = citizen.get("/tema/000000000000.css")

    assert (response.status_code, response["Cache-Control"]) == (200, "no-cache")


def test_preview_theme_colours_only_its_frames(console):
    body = console.get("/konsol/tampilan/pratinjau.css?colour=%2300673a&motif=sisik").content.decode()

    assert body.startswith('[data-brand="pratinjau"]{--brand:')


def emblem(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">%s</svg>'


def png(side: int = 64, mode: str = "RGBA") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (side, side)).save(out, "PNG")
    return out.getvalue()


def shown_emblem(citizen) -> Any:
    address = re.search(r'class="emblem" src="([^"]+)"', citizen.get("/").content.decode())[1]
    return citizen.get(address)


def test_emblem_is_drawn_anew_and_keeps_its_transparency(console, citizen):
    console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(png(1000), "lambang.png")})

    picture = Image.open(io.BytesIO(b"".join(shown_emblem(citizen).streaming_content)))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGBA", (384, 384))


def test_emblem_drawing_loses_its_script(console, citizen):
    hostile = DRAWING % b'<script>alert(1)</script><path d="M0 0h4v4z"/>'

    console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(hostile, "lambang.svg")})

    response = shown_emblem(citizen)
    assert b"alert" not in b"".join(response.streaming_content)
    assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"


def test_emblem_that_is_none_is_refused_with_the_reason(console):
    response = console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(b"MZ\x90\x00", "lambang.png")})

    assert "Berkas ini tidak dapat dibaca." in response.content.decode()


def test_new_emblem_replaces_the_old_file(console, in_makassar):
    console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(png(), "satu.png")})
    console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(png(), "dua.png")})

    assert list(StoredFile.objects.filter(owner="customization.emblem").values_list("name", flat=True)) == ["dua.png"]


def test_removed_emblem_leaves_the_initials(console, citizen):
    console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(png(), "satu.png")})

    console.post("/konsol/tampilan/", {**BRAND, "remove_emblem": "on"})

    assert '<svg class="emblem"' in citizen.get("/").content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * 4_000_001, "Lambang ini terlalu besar. Pilih berkas paling besar 200 kB."),
        (
            DRAWING % (b'<path d="%s"/>' % (b"M0 0h4v4z" * 25_000)),
            "Lambang ini terlalu besar. Pilih berkas paling besar 200 kB.",
        ),
        (png(5001, "1"), "Lambang ini terlalu banyak pikselnya. Pilih lambang paling besar 25 megapiksel."),
    ],
    ids=["file", "drawing", "pixels"],
)
def test_emblem_that_is_too_large_is_refused_with_what_is_allowed(console, citizen, content, said):
    response = console.post("/konsol/tampilan/", {**BRAND, "emblem": emblem(content, "lambang")})

    assert said in response.content.decode()
    assert '<svg class="emblem"' in citizen.get("/").content.decode()


def test_address_that_is_typed_is_no_sample_any_more(console, in_makassar, as_sari):
    sample(as_sari)
    queries.forget()
    before = queries.branding().is_sample

    console.post("/konsol/tampilan/", {**BRAND, "address": "Jalan Ahmad Yani 2"})

    queries.forget()
    assert (before, queries.branding().is_sample) == (True, False)


def test_default_look_is_taken_back_and_the_address_stays(console, in_makassar):
    console.post("/konsol/tampilan/", {**BRAND, "name": "Makassar Kita", "address": "Jalan Ahmad Yani 2"})

    body = console.post("/konsol/tampilan/bawaan/", follow=True).content.decode()

    queries.forget()
    assert "Tampilan bawaan berlaku lagi." in body
    assert (queries.branding().name, queries.branding().address) == ("Kota Makassar", "Jalan Ahmad Yani 2")
