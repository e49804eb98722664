"""A form's token is good in the tenant that gave it, whatever cookies come with it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tenants.isolation.csrf import SECRET
from tenants.isolation.current import Place, Tenancy, enter
from tests.conftest import PASSWORD

COOKIE = "csrftoken"


@pytest.fixture
def careful() -> Callable[[str], Client]:
    """Make a browser whose forms are checked."""
    return lambda host: Client(enforce_csrf_checks=True, SERVER_NAME=host)


def token(browser: Client) -> str:
    page = browser.get("/masuk/").content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def log_in(browser: Client, token_: str) -> int:
    typed = {"login": "sari@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token_}
    return browser.post("/masuk/", typed).status_code


def test_form_is_taken_where_it_was_given(careful, makassar, sari) -> None:
    browser = careful(makassar.domain)

    assert log_in(browser, token(browser)) == 302


def test_form_is_taken_after_other_pages_gave_theirs(careful, makassar, sari) -> None:
    browser = careful(makassar.domain)
    first = token(browser)
    token(browser)

    assert log_in(browser, first) == 302


@pytest.mark.parametrize("giver", ["jayapura.localhost", "localhost"])
def test_form_of_another_place_is_refused_with_its_cookie_too(careful, makassar, jayapura, sari, giver) -> None:
    there, here = careful(giver), careful(makassar.domain)
    stolen = token(there)
    here.cookies[COOKIE] = there.cookies[COOKIE].value

    assert log_in(here, stolen) == 403


def test_secret_without_the_tenants_name_is_refused(careful, makassar, sari) -> None:
    browser = careful(makassar.domain)
    browser.cookies[COOKIE] = "a" * 32

    assert log_in(browser, "a" * 32) == 403


def test_page_gives_a_good_token_beside_a_strange_cookie(careful, makassar: Tenancy, sari) -> None:
    browser = careful(makassar.domain)
    with enter(Place.PLATFORM):
        browser.cookies[COOKIE] = SECRET.sign("a" * 32)

    assert log_in(browser, token(browser)) == 302
