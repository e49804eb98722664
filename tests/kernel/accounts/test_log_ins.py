"""Who logged in, or tried to, is written down within bounds, and undone by whom it concerns."""

import re
from datetime import timedelta

import pytest
import time_machine

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM
from kernel.accounts.log_ins import actions
from kernel.accounts.models import LogIn, Role
from kernel.accounts.queries import as_actor, invitation_path
from kernel.audit.models import Entry
from kernel.signing import BadToken
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tenants.jobs.registry import TASKS
from tests.kernel.accounts.factors.phone import STEP, log_in_twice, set_up
from tests.kernel.accounts.test_log_in import log_in
from tests.kernel.accounts.test_sessions import DESK, NOON, PHONE, is_in

pytestmark = pytest.mark.usefixtures("clean_cache")
LIST = "/akun/keamanan/masuk/"
WRONG = "salah salah salah"
NEW = "dengan perangkat baru"


@pytest.fixture
def visitor(portal, makassar, sari):
    """Open a browser at an address."""

    def open_browser(agent=DESK, address="203.0.113.7"):
        client = portal(makassar)
        client.defaults |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address}
        return client

    return open_browser


def kept(where):
    """Return what is kept, oldest first."""
    with enter(where):
        return list(LogIn.objects.order_by("pk").values_list("result", "way", "address", "times"))


def mails():
    """Return the mails about new devices."""
    with enter(Place.PLATFORM):
        found = Job.objects.filter(name="mail.deliver", payload__subject__icontains=NEW).order_by("pk")
        return [job.payload for job in found]


def link():
    return re.search(r"http://[^/]+(/akun/bukan-saya/\S+/)", mails()[-1]["text"])[1]


def test_log_in_says_when_with_what_and_from_where(visitor, makassar):
    desk = visitor()
    log_in(desk)

    page = desk.get(LIST).content.decode()

    assert "Firefox di Windows dengan kata sandi" in page
    assert kept(makassar) == [("in", "password", "203.0.113.7", 1)]


def test_repeated_failures_are_one_row(visitor, makassar):
    for _number in range(3):
        log_in(visitor(), password=WRONG)
    log_in(visitor(PHONE, "198.51.100.20"), password=WRONG)

    assert kept(makassar) == [("password", "", "203.0.113.7", 3), ("password", "", "198.51.100.20", 1)]


def test_failures_of_another_day_are_another_row(visitor, makassar):
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(visitor(), password=WRONG)
        clock.shift(timedelta(hours=25))
        log_in(visitor(), password=WRONG)

    assert [row[3] for row in kept(makassar)] == [1, 1]


def test_who_is_held_back_is_one_row_from_everywhere(visitor, makassar):
    with enter(makassar):
        for number in range(3):
            request = visitor().get("/masuk/").wsgi_request
            request.META["REMOTE_ADDR"] = f"198.51.100.{number}"
            actions.failed(request, "SARI@example.org ", LogIn.Result.HELD)

    assert kept(makassar) == [("held", "", "198.51.100.2", 3)]


def test_too_many_attempts_are_written_down(visitor, makassar):
    for _number in range(7):
        log_in(visitor(), password=WRONG)

    assert kept(makassar) == [("password", "", "203.0.113.7", 5), ("held", "", "203.0.113.7", 2)]


def test_attempt_on_nobody_is_not_kept(visitor, makassar):
    log_in(visitor(), email="siapa@example.org")

    assert kept(makassar) == []


def test_strangers_fill_nothing_and_push_no_log_in_out(visitor, makassar, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 3)
    log_in(visitor())
    with enter(makassar):
        for number in range(9):
            request = visitor().get("/masuk/").wsgi_request
            request.META["REMOTE_ADDR"] = f"198.51.100.{number}"
            actions.failed(request, "sari@example.org", LogIn.Result.PASSWORD)

    assert [row[2] for row in kept(makassar)] == ["203.0.113.7", "198.51.100.6", "198.51.100.7", "198.51.100.8"]


@pytest.mark.parametrize("name", ["portal.forget_sessions", "portal.forget_operators_sessions"])
def test_after_ninety_days_it_is_forgotten(visitor, makassar, name):
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(visitor())
        clock.shift(timedelta(days=91))
        log_in(visitor(PHONE))
        with enter(makassar):
            TASKS[name].function()

            assert LogIn.objects.get().agent == PHONE


def test_second_step_is_written_down_with_its_failures(visitor, makassar):
    desk = visitor()
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(desk)
        phone, _codes = set_up(desk)
        clock.shift(timedelta(minutes=1))
        new = visitor(PHONE)
        log_in(new)
        new.post(STEP, {"code": "000000"})
        log_in_twice(new, phone.code())

    assert [row[:2] for row in kept(makassar)] == [("in", "password"), ("code", ""), ("in", "code")]


def test_deactivated_person_is_written_down(visitor, makassar, sari, budi, as_sari):
    with enter(makassar):
        accounts.deactivate(budi, by=as_sari)

    log_in(visitor(), "budi@example.org")

    assert [row[0] for row in kept(makassar)] == ["inactive"]


def test_joining_is_written_down_and_makes_the_browser_known(visitor, makassar):
    with enter(makassar):
        role = Role.objects.get(key="officer")
        path = invitation_path(accounts.invite("wulan@example.org", name="Wulan", role=role, by=PLATFORM))
    new = visitor(PHONE)
    new.post(path, {"name": "Wulan", "password": "layar putih di pagi hari"})
    new.post("/keluar/")
    log_in(new, "wulan@example.org", "layar putih di pagi hari")

    assert [row[1] for row in kept(makassar)] == ["invitation", "password"]
    assert mails() == []


def test_history_is_ones_own(visitor, portal, makassar, budi):
    log_in(visitor(PHONE))

    assert "Chrome di Android" not in portal(makassar, budi).get(LIST).content.decode()


def test_administrator_reads_that_of_her_people(visitor, portal, makassar, sari, budi):
    log_in(visitor(PHONE), "budi@example.org", WRONG)

    page = portal(makassar, sari).get(f"/konsol/orang/{budi.key}/").content.decode()

    assert ("Kata sandi salah" in page, "Chrome di Android" in page) == (True, True)


def test_new_browser_is_told_by_mail_once(visitor):
    desk = visitor()
    log_in(desk)
    log_in(desk)
    log_in(visitor(PHONE))

    told = [(mail["to"], "Firefox di Windows" in mail["text"], "203.0.113.7" in mail["text"]) for mail in mails()]
    assert told == [("sari@example.org", True, True), ("sari@example.org", False, True)]


def test_link_says_first_what_it_does(visitor):
    desk = visitor()
    log_in(desk)

    page = visitor(PHONE).get(link()).content.decode()

    assert "Bukan saya: kunci akun saya" in page
    assert is_in(desk)


def test_who_it_was_not_ends_all_and_chooses_a_new_password(visitor, makassar):
    thief, mine = visitor(PHONE, "198.51.100.20"), visitor()
    log_in(thief)
    set_up(thief)
    path = link()

    page = mine.post(path, follow=True)
    new = "layar putih di pagi hari"
    mine.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert not is_in(thief)
    assert log_in(visitor(PHONE, "198.51.100.20")).status_code == 200
    assert log_in(mine, password=new)["Location"] == "/konsol/"
    with enter(makassar):
        assert Entry.objects.get(action="sessions.disown").actor_name == "Sari"


def test_second_step_of_before_stays(visitor, makassar, sari):
    with time_machine.travel(NOON, tick=False) as clock:
        desk = visitor()
        log_in(desk)
        phone, _codes = set_up(desk)
        clock.shift(timedelta(minutes=1))
        log_in_twice(visitor(PHONE), phone.code())
        visitor().post(link())

    with enter(makassar):
        assert sorted(sari.authenticator_set.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_link_is_good_once(visitor, makassar, sari):
    log_in(visitor())
    path = link()
    visitor().post(path)

    assert visitor().get(path).status_code == 404
    with enter(makassar), pytest.raises(BadToken):
        actions.disown(LogIn.objects.get(), by=as_actor(sari))


def test_link_is_good_for_seven_days(visitor, makassar):
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(visitor())
        path = link()
        clock.shift(timedelta(days=8))

        assert visitor().get(path).status_code == 404


def test_failures_hours_apart_say_from_when_to_when(visitor):
    desk = visitor()
    with time_machine.travel(NOON, tick=False) as clock:
        log_in(desk)
        log_in(visitor(), password=WRONG)
        clock.shift(timedelta(hours=3))
        log_in(visitor(), password=WRONG)
        page = desk.get(LIST).content.decode()

    assert "13.00 WITA sampai Jumat, 27 November 2026, 16.00 WITA" in page
    assert "2 kali" in page
