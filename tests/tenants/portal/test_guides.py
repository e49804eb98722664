"""Help of the console: each page leads to its own, and each help back to its page."""

import re

import pytest
from django.urls import reverse

from tenants.portal.guides import guides

BOTH = pytest.mark.parametrize("guide", guides().values(), ids=guides())


@BOTH
def test_page_leads_to_its_help_and_back(console, in_makassar, guide):
    page, address = reverse(guide.page), reverse("guide", args=[guide.slug])

    assert f'href="{address}"' in console.get(page).content.decode()
    assert f'href="{page}"' in console.get(address).content.decode()


@BOTH
def test_help_is_written_in_both_languages(guide):
    texts = [guide.title, *(text for task in guide.tasks for text in (task.title, task.how))]

    assert [text for text in texts if not text.id or not text.en or text.id == text.en] == []


@BOTH
def test_help_is_short(guide):
    assert max(len(text.split()) for task in guide.tasks for text in (task.how.id, task.how.en)) <= 60


def test_list_leads_to_every_help(console, in_makassar):
    body = console.get("/konsol/bantuan/").content.decode()

    assert [slug for slug in guides() if f"/konsol/bantuan/{slug}/" not in body] == []


def test_help_speaks_the_readers_language(console):
    assert "Who gets in" in console.get("/en/konsol/bantuan/akun-lain/").content.decode()


def test_help_that_nobody_wrote_is_not_there(console):
    assert console.get("/konsol/bantuan/tidak-ada/").status_code == 404


def test_officer_is_led_to_no_page_that_is_not_hers(makassar, portal, budi):
    officer = portal(makassar, budi)
    found = officer.get("/konsol/bantuan/").content.decode()
    own, other = (officer.get(f"/konsol/bantuan/{slug}/").content.decode() for slug in ("titipan", "undangan"))

    assert re.findall(r"/konsol/bantuan/([\w-]+)/", found) == ["titipan", "langkah-kedua", "perangkat"]
    assert ("Buka halaman" in own, "Buka halaman" in other) == (True, False)
