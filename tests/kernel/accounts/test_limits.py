"""Guessing is slow, and nobody can lock somebody else out."""

import pytest
import time_machine

from kernel.accounts import limits
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import PASSWORD, make_person
from tests.kernel.accounts.factors.phone import log_in_twice, set_up
from tests.kernel.accounts.test_log_in import log_in

pytestmark = pytest.mark.usefixtures("clean_cache")
WRONG = "salah salah salah"
HERE, THERE = "203.0.113.7", "192.0.2.9"


def fail(browser, times, email="sari@example.org"):
    return [log_in(browser, email, WRONG).status_code for _ in range(times)]


def at(address, browser):
    browser.defaults["REMOTE_ADDR"] = address
    return browser


@pytest.mark.parametrize(("prefix", "sentence"), [("", "Tunggu 5 menit"), ("/en", "Wait 5 minutes")])
def test_sixth_failure_is_refused_in_both_languages(citizen, sari, prefix, sentence):
    assert fail(citizen, 5) == [200] * 5

    response = citizen.post(f"{prefix}/masuk/", {"login": "SARI@example.org ", "password": PASSWORD})

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (429, "300", "no-store")
    assert sentence in response.content.decode()


def test_others_behind_the_same_address_can_log_in(citizen, sari, budi, portal, makassar):
    assert fail(citizen, 30)[5:] == [429] * 25

    assert log_in(portal(makassar), "budi@example.org").status_code == 302


def test_one_address_cannot_try_everybody(citizen, sari):
    for number in range(limits.FAILED_NETWORK.at_most):
        assert log_in(citizen, f"orang{number}@example.org", WRONG).status_code == 200

    assert log_in(citizen).status_code == 429


def test_account_is_slow_to_guess_from_many_addresses(citizen, sari):
    tried = [fail(at(f"198.51.100.{number}", citizen), 1)[0] for number in range(51)]

    assert tried == [200] * 50 + [429]


def test_stranger_cannot_lock_out_who_was_here_before(citizen, portal, makassar, sari):
    log_in(at(HERE, portal(makassar)))
    for number in range(60):
        fail(at(f"198.51.100.{number}", citizen), 1)

    assert log_in(at(THERE, portal(makassar))).status_code == 429
    assert log_in(at(HERE, portal(makassar))).status_code == 302


def test_logging_in_often_is_no_failure(citizen, portal, makassar, sari):
    for _number in range(8):
        assert log_in(portal(makassar)).status_code == 302

    assert fail(citizen, 6) == [200] * 5 + [429]


def test_new_password_lets_her_in_again(citizen, sari):
    fail(citizen, 6)
    citizen.post("/akun/lupa-sandi/", {"email": "sari@example.org"})
    with enter(Place.PLATFORM):
        text = Job.objects.get(name="mail.deliver", payload__to="sari@example.org").payload["text"]
    address = text[text.index("/akun/sandi-baru/") :].split()[0]
    page = citizen.get(address, follow=True)
    new = "layar putih di pagi hari"

    citizen.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert log_in(citizen, password=new).status_code == 302


def test_fourth_link_to_a_new_password_is_refused_here_but_not_elsewhere(citizen, sari, portal, jayapura):
    def ask(browser, **more):
        return browser.post("/akun/lupa-sandi/", {"email": "sari@example.org"}, **more).status_code

    assert [ask(citizen) for _ in range(4)] == [302, 302, 302, 429]
    assert ask(citizen, REMOTE_ADDR=THERE) == 302
    assert ask(portal(jayapura)) == 302


def test_mailbox_is_not_flooded_from_many_addresses(citizen, sari):
    form = {"email": "sari@example.org"}
    asked = [citizen.post("/akun/lupa-sandi/", form, REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(11)]

    assert asked == [302] * 10 + [429]


@pytest.mark.parametrize(
    ("path", "at_most", "status"),
    [
        ("/undangan/tidak-ada/", 60, 404),
        ("/laporan/ikuti/tidak-ada/", 600, 404),
        ("/laporan/tiket/?tiket=MKS-7KQ4M", 300, 200),
        ("/berita/captcha/", 300, 200),
    ],
)
def test_network_sees_a_door_only_so_often(citizen, portal, jayapura, path, at_most, status):
    answers = {citizen.get(path).status_code for _ in range(at_most)}

    refused = citizen.get(path)

    assert (answers, refused.status_code, refused["Retry-After"]) == ({status}, 429, "3600")
    assert citizen.get(path, REMOTE_ADDR=THERE).status_code == status
    assert portal(jayapura).get(path).status_code == status


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "9.9.9.9", HERE),
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        (2, "1.1.1.1, 9.9.9.9, 8.8.8.8", "9.9.9.9"),
        (2, "9.9.9.9", HERE),
        (1, "bukan alamat", HERE),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_address_is_what_a_trusted_server_says(citizen, settings, proxies, forwarded, counted):
    settings.TRUSTED_PROXIES = proxies

    request = citizen.get("/masuk/", REMOTE_ADDR=HERE, headers={"x-forwarded-for": forwarded}).wsgi_request

    assert request.META["REMOTE_ADDR"] == counted


def test_changing_a_password_too_often_is_our_own_page(makassar, portal, sari):
    browser = portal(makassar, sari)
    form = {"oldpassword": WRONG, "password1": WRONG, "password2": WRONG}
    for _number in range(5):
        browser.post("/akun/kata-sandi/", form)

    response = browser.post("/akun/kata-sandi/", form)

    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert "Terlalu banyak percobaan" in response.content.decode()


def from_anywhere(citizen, number):
    """Come from another address each time, and every third time from Sari's own."""
    return at(HERE if number % 3 == 0 else f"198.18.{number // 250}.{number % 250}", citizen)


def test_thousand_failures_from_anywhere_keep_nobody_out_of_her_own_browser(citizen, portal, makassar, sari):
    own = at(HERE, portal(makassar))
    log_in(own)
    own.post("/keluar/")
    tried = [fail(from_anywhere(citizen, number), 1)[0] for number in range(1_000)]

    assert tried.count(200) <= limits.FAILED_ACCOUNT.at_most + limits.FAILED.at_most
    assert log_in(at(THERE, own)).status_code == 302
    assert log_in(at(HERE, own)).status_code == 302


def test_own_browser_is_slow_to_guess_in_too(portal, makassar, sari):
    own = portal(makassar)
    log_in(own)
    own.post("/keluar/")

    assert fail(own, 11) == [200] * 10 + [429]


def test_known_browser_is_known_for_its_own_people_only(portal, makassar, sari, budi):
    own = portal(makassar)
    log_in(own)
    own.post("/keluar/")

    assert fail(own, 6, "budi@example.org") == [200] * 5 + [429]


def test_shared_browser_knows_five_people(portal, makassar, in_makassar):
    own, names = portal(makassar), ["Ani", "Beni", "Cici", "Dodi", "Eka", "Fani"]
    for name in names:
        make_person(name, "officer")
        log_in(own, f"{name.lower()}@example.org")
        own.post("/keluar/")

    assert [fail(own, 6, f"{name.lower()}@example.org")[-1] for name in names] == [429, 200, 200, 200, 200, 200]


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z"])
def test_forged_browser_is_not_known(portal, makassar, sari, settings, cookie):
    own = portal(makassar)
    own.cookies[settings.KNOWN_BROWSER_COOKIE] = cookie

    assert fail(own, 6)[-1] == 429


def test_right_code_is_taken_in_her_own_browser_while_strangers_try(portal, makassar, sari):
    """A stranger who knows the password cannot keep her out by wrong codes either."""
    with time_machine.travel("2026-11-27 05:00:05+00:00", tick=False) as clock:
        own = portal(makassar)
        log_in(own)
        app, _codes = set_up(own)
        own.post("/keluar/")
        for number in range(25):
            log_in_twice(at(f"198.51.100.{number}", portal(makassar)), "000000")
        clock.shift(30)

        assert log_in_twice(at(THERE, own), app.code()).status_code == 302
