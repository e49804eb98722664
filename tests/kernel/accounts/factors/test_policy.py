"""Of whom a second step is asked, and what who lacks it can reach."""

import re

import pytest
import time_machine

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Assignment, Role
from kernel.accounts.queries import invitation_path
from tenants.isolation.current import enter
from tests.conftest import PASSWORD, make_person
from tests.conftest import queries as counted
from tests.kernel.accounts.factors.phone import SET_UP, set_up, take_secret
from tests.kernel.accounts.factors.test_app import NOON
from tests.kernel.accounts.test_log_in import log_in

pytestmark = pytest.mark.usefixtures("clean_cache")
SECURITY = "/akun/keamanan/"
UNITS = 10
RULE = "/konsol/orang/langkah-kedua/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.SECOND_FACTOR_REQUIRED = True
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def new(citizen, sari):
    """Sari's browser after the password."""
    log_in(citizen)
    return citizen


@pytest.mark.parametrize("path", ["/konsol/", "/konsol/orang/", "/konsol/laporan/", "/konsol/riwayat/"])
def test_administrator_without_one_reaches_nothing_but_setting_it_up(new, path):
    assert new.get(path)["Location"] == SECURITY
    assert "Siapkan langkah kedua, lalu lanjutkan" in new.get(SECURITY).content.decode()


def test_public_pages_stay_open_and_show_nothing_of_the_console(new):
    response = new.get("/kontak/")

    assert response.status_code == 200
    assert "/konsol/orang/" not in response.content.decode()


def onward(browser) -> str:
    """Set the app up; return where its last page leads to."""
    page = browser.post(SET_UP, {"code": take_secret(browser).code()}).content.decode()
    return re.findall(r'href="([^"]+)" class="btn btn-primary', page)[0]


def test_after_setting_it_up_she_goes_on_where_she_wanted_to_go(new):
    new.get("/konsol/orang/?dari=surat")

    assert onward(new) == "/konsol/orang/?dari=surat"
    assert new.get("/konsol/orang/").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_what_she_had_typed_is_kept(new, headers):
    first = new.post("/konsol/unit/", {"name": "Dinas Kebudayaan"}, headers=headers)
    page = new.get(onward(new)).content.decode()

    assert first.headers.get("Location", first.headers.get("HX-Redirect")) == SECURITY
    assert ("Dinas Kebudayaan" in page, 'action="/konsol/unit/"' in page) == (True, True)


@pytest.mark.parametrize("host", ["http://makassar.localhost:8000", "http://makassar.localhost:8000//example.com"])
def test_fragment_loads_the_whole_page_and_leads_to_no_other_host(new, host):
    headers = {"HX-Request": "true", "HX-Current-URL": f"{host}/konsol/unit/?q=1"}
    response = new.get("/konsol/unit/", headers=headers)

    assert (response.status_code, response["HX-Redirect"]) == (204, SECURITY)
    assert onward(new) == ("/konsol/" if "example" in host else "/konsol/unit/?q=1")


def test_invitation_of_an_administrator_leads_to_a_second_step(citizen, makassar):
    with enter(makassar):
        role = Role.objects.get(key="administrator")
        path = invitation_path(accounts.invite("citra@example.org", name="Citra", role=role, by=PLATFORM))
    citizen.post(path, {"name": "Citra", "password": "sampan kecil di teluk"})

    assert citizen.get("/konsol/")["Location"] == SECURITY
    assert onward(citizen) == "/konsol/"
    assert citizen.get("/konsol/orang/").status_code == 200


def test_officer_needs_none(citizen, budi):
    log_in(citizen, "budi@example.org")

    assert citizen.get("/konsol/").status_code == 200


def test_officer_needs_one_where_the_region_says_so_from_her_next_log_in_on(new, portal, makassar, budi):
    before, after = portal(makassar), portal(makassar)
    log_in(before, "budi@example.org")
    set_up(new)
    new.post(RULE, {"everybody": ""})
    log_in(after, "budi@example.org")

    assert (before.get("/konsol/").status_code, after.get("/konsol/")["Location"]) == (200, SECURITY)


def test_region_asks_administrators_only_again(new, portal, makassar, budi):
    set_up(new)
    new.post(RULE, {"everybody": ""})
    new.post(RULE)
    browser = portal(makassar)
    log_in(browser, "budi@example.org")

    assert browser.get("/konsol/").status_code == 200


def test_who_becomes_administrator_needs_one_at_once(citizen, makassar, budi):
    log_in(citizen, "budi@example.org")
    with enter(makassar):
        Assignment.objects.create(person=budi, role=Role.objects.get(key="administrator"))

    assert citizen.get("/konsol/")["Location"] == SECURITY


def test_page_costs_the_same_as_without(new, settings):
    set_up(new)
    new.get("/konsol/unit/")
    settings.SECOND_FACTOR_REQUIRED = False
    with counted(UNITS):
        new.get("/konsol/unit/")
    settings.SECOND_FACTOR_REQUIRED = True
    with counted(UNITS):
        new.get("/konsol/unit/")


def test_turning_off_is_refused_with_what_to_do(new):
    set_up(new)

    response = new.post("/akun/keamanan/aplikasi/matikan/", {"password": PASSWORD})

    assert response.status_code == 409
    assert "Minta administrator lain mengatur ulang" in response.content.decode()


@pytest.mark.parametrize("right", ["citizens.recover", "exports.make", "support.grant", "personal.answer"])
def test_rights_that_reach_everybodys_data_ask_for_one(makassar, portal, right):
    with enter(makassar):
        Role.objects.create(key="one", title_id="Satu", title_en="One", permissions=[right])
        browser = portal(makassar, make_person("Lia", "one"))

    assert browser.get("/konsol/")["Location"] == SECURITY
