"""A suspended portal is closed but for one way: its administrators log in and take a copy of all data."""

import re
from collections.abc import Callable

import pytest
from django.urls.converters import IntConverter

from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import Tenant
from tests.every_page.pages import Page, all_pages
from tests.kernel.accounts.test_log_in import log_in
from tests.tenants.portal.test_exports import PAGE

PAGES = [page for page in all_pages() if page.place == "portal"]
LOG_IN = {"account_login", "account_logout", "mfa_authenticate", "passkey_login", "security", "set_up_app"}
OPEN = LOG_IN | {"exports", "ask_for_export", "export", "theme", "file"}


@pytest.fixture
def suspended(makassar: Tenancy) -> None:
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=makassar.id).update(state="suspended")
    hosts.forget()


def path_of(page: Page, language: str) -> str:
    gaps = {part: 1 if _is_number(page, part) else "x" for part in page.parts}
    return page.path(gaps, language)


def _is_number(page: Page, part: str) -> bool:
    return isinstance(page.pattern.pattern.converters.get(part), IntConverter)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_nothing_else_opens_even_to_an_administrator(suspended, console, language, verb) -> None:
    ask: Callable[..., object] = getattr(console, verb)

    found = {page.name for page in PAGES if ask(path_of(page, language)).status_code != 503}

    assert found == OPEN


def test_who_is_not_logged_in_is_asked_to_and_led_back(suspended, citizen, sari, clean_cache) -> None:
    paused = citizen.get("/").content.decode()

    away, page = citizen.get(PAGE), citizen.get(f"/masuk/?next={PAGE}").content.decode()

    assert (f'href="{PAGE}"' in paused, away["Location"]) == (True, f"/masuk/?next={PAGE}")
    assert ("Portal ini dihentikan sementara" in page, "/akun/lupa-sandi/" in page) == (True, False)
    assert log_in(citizen, next=PAGE)["Location"] == PAGE


def test_page_says_that_all_else_is_closed_and_leads_nowhere_else(suspended, console) -> None:
    page = console.get(PAGE).content.decode()

    menu = re.findall(r'href="(/konsol/[^"]*)"', page.partition("<nav")[2].partition("</nav>")[0])
    assert ("Portal Anda dihentikan sementara" in page, menu) == (True, [PAGE])
    assert "/akun/kata-sandi/" not in page


def test_officer_may_not(suspended, makassar, portal, budi) -> None:
    officer = portal(makassar, budi)

    assert (officer.get(PAGE).status_code, officer.post(f"{PAGE}buat/").status_code) == (403, 403)


def test_person_of_another_region_does_not_get_in(suspended, citizen, dewi, clean_cache) -> None:
    assert log_in(citizen, email="dewi@example.org", next=PAGE).status_code == 200
    assert citizen.get(PAGE).status_code == 302
