"""A new secret key: what the old one signed stays good as long as it is listed, and no longer."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from app_modules.news import captcha
from kernel.accounts import tokens
from kernel.signing import KINDS, BadToken
from tests.app_modules.news.test_comments import solved
from tests.tenants.isolation.test_signed_values import _declare_all

OLD, NEW = "o" * 60, "n" * 60
_declare_all()


@pytest.fixture
def rotate(settings) -> Callable[..., None]:
    """Begin with the old key; then sign with the new one, and read the old one's where it is listed."""
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []

    def change(*, keep_old: bool = True) -> None:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD] if keep_old else []

    return change


@pytest.mark.parametrize("name", sorted(KINDS))
def test_signed_value_stays_good_until_the_old_key_is_dropped(in_makassar, rotate, name) -> None:
    old = KINDS[name].sign("kept")

    rotate()

    new = KINDS[name].sign("kept")
    assert (KINDS[name].read(old), KINDS[name].read(new)) == ("kept", "kept")
    rotate(keep_old=False)
    assert KINDS[name].read(new) == "kept"
    with pytest.raises(BadToken):
        KINDS[name].read(old)


@pytest.mark.parametrize(("keep_old", "status"), [(True, 200), (False, 302)])
def test_person_stays_logged_in(makassar, sari, portal, rotate, keep_old, status) -> None:
    browser = portal(makassar, sari)

    rotate(keep_old=keep_old)

    assert browser.get("/konsol/").status_code == status


def test_session_is_signed_anew(makassar, sari, portal, rotate) -> None:
    browser = portal(makassar, sari)
    rotate()
    browser.get("/konsol/")

    rotate(keep_old=False)

    assert browser.get("/konsol/").status_code == 200


@pytest.mark.parametrize(("keep_old", "status"), [(True, 400), (False, 403)])
def test_form_that_was_open_can_be_sent(makassar, rotate, keep_old, status) -> None:
    browser = Client(SERVER_NAME=makassar.domain, enforce_csrf_checks=True)
    page = browser.get("/laporan/buat/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    rotate(keep_old=keep_old)

    assert browser.post("/laporan/buat/", {"csrfmiddlewaretoken": token}).status_code == status


def test_message_for_the_next_page_is_shown(makassar, sari, portal, rotate) -> None:
    browser = portal(makassar, sari)
    browser.post("/konsol/unit/", {"name": "Dinas Contoh"})

    rotate()

    assert "Unit ditambahkan." in browser.get("/konsol/unit/").content.decode()


@pytest.mark.parametrize("keep_old", [True, False])
def test_captcha_that_is_being_solved_counts(in_makassar, clean_cache, rotate, keep_old) -> None:
    payload = solved()

    rotate(keep_old=keep_old)

    assert captcha.is_solved(payload) == keep_old


@pytest.mark.parametrize("keep_old", [True, False])
def test_link_to_a_new_password_stays_good(in_makassar, sari, rotate, keep_old) -> None:
    token = tokens.PasswordResetTokens().make_token(sari)

    rotate(keep_old=keep_old)

    assert tokens.PasswordResetTokens().check_token(sari, token) == keep_old
