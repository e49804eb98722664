"""Where somebody is logged in is listed, and ended at once."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from kernel.accounts import actions as accounts
from kernel.accounts.factors import actions as factors
from kernel.accounts.models import PersonSession
from kernel.accounts.sessions import actions, devices
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tenants.jobs.registry import TASKS
from tests.conftest import PASSWORD, queries
from tests.kernel.accounts.factors.phone import set_up
from tests.kernel.accounts.test_log_in import log_in

pytestmark = pytest.mark.usefixtures("clean_cache")
LIST = "/akun/keamanan/perangkat/"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"
NOON = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)


@pytest.fixture
def browser(portal, makassar, sari):
    """Log Sari in with a browser."""

    def open_browser(agent, address="203.0.113.7"):
        client = portal(makassar)
        client.defaults |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
        log_in(client)
        return client

    return open_browser


@pytest.fixture
def pair(browser):
    return browser(DESK), browser(PHONE, "198.51.100.20")


def is_in(client):
    return client.get("/konsol/").status_code == 200


def test_list_says_with_what_and_from_where(pair):
    page = pair[0].get(LIST).content.decode()

    shown = re.findall(r'font-medium">([^<]+)<', page)
    assert [text.strip() for text in shown] == ["Firefox di Windows", "Chrome di Android"]
    assert ("203.0.113.7" in page, "198.51.100.20" in page, page.count("perangkat ini")) == (True, True, 1)


def test_one_is_ended_at_once(pair):
    desk, phone = pair
    address = re.search(r'action="(/akun/keamanan/perangkat/[a-z0-9]{12}/)"', desk.get(LIST).content.decode())[1]

    assert desk.post(address)["Location"] == LIST
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_all_others_are_ended_at_once(pair, browser, makassar):
    third = browser(PHONE)

    pair[0].post(f"{LIST}lainnya/")

    assert [is_in(client) for client in (*pair, third)] == [True, False, False]
    with enter(makassar):
        assert Entry.objects.get(action="sessions.end").summary == "Ended all other sessions"
        assert PersonSession.objects.count() == 1


def test_session_of_somebody_else_is_not_found(pair, portal, makassar, budi):
    with enter(makassar):
        key = PersonSession.objects.first().key

    assert portal(makassar, budi).post(f"{LIST}{key}/").status_code == 404
    assert is_in(pair[0])


def test_session_of_another_region_is_not_found(pair, portal, jayapura, dewi, makassar):
    with enter(makassar):
        key = PersonSession.objects.first().key

    assert portal(jayapura, dewi).post(f"{LIST}{key}/").status_code == 404


def test_new_password_ends_the_others(pair):
    desk, phone = pair
    new = "layar putih di pagi hari"
    desk.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert (is_in(desk), is_in(phone)) == (True, False)
    assert desk.get(LIST).content.decode().count("font-medium") == 1


def test_setting_a_second_step_up_ends_the_others(pair):
    set_up(pair[0])

    assert [is_in(client) for client in pair] == [True, False]


def test_reset_of_the_second_step_ends_all(pair, makassar, sari, as_budi):
    with enter(makassar):
        factors.reset_on_request(sari, reason="Ponsel hilang", by=as_budi)

    assert [is_in(client) for client in pair] == [False, False]


def test_deactivation_ends_all(portal, makassar, budi, as_sari):
    client = portal(makassar)
    log_in(client, "budi@example.org")
    with enter(makassar):
        accounts.deactivate(budi, by=as_sari)

        assert (PersonSession.objects.count(), Session.objects.count()) == (0, 0)
    assert not is_in(client)


def test_logging_out_is_listed_no_more(pair):
    desk, phone = pair
    phone.post("/keluar/")

    assert desk.get(LIST).content.decode().count("font-medium") == 1


def test_use_is_noted_after_minutes_and_costs_nothing_in_between(browser, makassar):
    with time_machine.travel(NOON, tick=False) as clock:
        desk = browser(DESK)
        desk.get("/konsol/unit/")
        clock.shift(timedelta(minutes=4))
        with queries(10):
            desk.get("/konsol/unit/")
        clock.shift(timedelta(minutes=2))
        desk.get("/konsol/unit/")

    with enter(makassar):
        assert PersonSession.objects.get().used_at == NOON + timedelta(minutes=6)


def test_what_is_over_is_not_listed_and_deleted(browser, makassar):
    with time_machine.travel(NOON, tick=False) as clock:
        browser(DESK)
        clock.shift(timedelta(days=15))
        page = browser(PHONE).get(LIST).content.decode()
        with enter(makassar):
            actions.forget_old()

            assert (PersonSession.objects.count(), Session.objects.count()) == (1, 1)
    assert "Firefox" not in page


def test_administrator_sees_and_ends_those_of_her_people(browser, portal, makassar, budi):
    sari, his = browser(DESK), portal(makassar)
    his.defaults["HTTP_USER_AGENT"] = PHONE
    log_in(his, "budi@example.org")

    page = sari.get(f"/konsol/orang/{budi.key}/").content.decode()
    sari.post(f"/konsol/orang/{budi.key}/perangkat/")

    assert "Chrome di Android" in page
    assert (is_in(sari), is_in(his)) == (True, False)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (PHONE, "Chrome di Android"),
        (DESK, "Firefox di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge di Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Linux"),
        ("curl/8.5", "Peramban tidak dikenal"),
        ("", "Peramban tidak dikenal"),
    ],
)
def test_device_is_said_in_plain_words(agent, said):
    assert devices.describe(agent) == said


@pytest.mark.parametrize("name", ["portal.forget_sessions", "portal.forget_operators_sessions"])
def test_every_day_a_job_deletes_what_is_over(browser, makassar, name):
    with time_machine.travel(NOON, tick=False) as clock:
        browser(DESK)
        clock.shift(timedelta(days=15))
        with enter(makassar):
            TASKS[name].function()

            assert (PersonSession.objects.count(), TASKS[name].every) == (0, timedelta(days=1))
