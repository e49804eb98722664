"""A second step with an app: set up, asked for, used once, turned off."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings

from kernel.accounts.factors import codes
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import PASSWORD
from tests.kernel.accounts.factors.phone import SET_UP, STEP, log_in_twice, set_up, take_secret
from tests.kernel.accounts.test_log_in import log_in

pytestmark = pytest.mark.usefixtures("clean_cache")
NOON = datetime(2026, 11, 27, 5, 0, 5, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def phone(clock, makassar, portal, sari):
    """Sari's phone, set up half a minute ago, and her recovery codes."""
    made = set_up(portal(makassar, sari))
    clock.shift(timedelta(seconds=30))
    return made


def acts(*names):
    return list(Entry.objects.filter(action__in=names).order_by("id").values_list("action", "actor_name"))


def test_app_is_set_up_with_its_code_and_gives_ten_codes(phone, in_makassar, sari):
    _phone, made = phone

    assert (len(made), len(set(made))) == (10, 10)
    assert acts("factors.set_up") == [("factors.set_up", "Sari")]


def test_log_in_asks_for_a_code_and_goes_where_one_wanted(phone, citizen):
    app, _codes = phone

    first = log_in(citizen, next="/konsol/orang/")
    half_way = citizen.get("/konsol/").status_code
    second = citizen.post(STEP, {"code": app.code()})

    assert (first["Location"], half_way) == (STEP, 302)
    assert second["Location"] == "/konsol/orang/"
    assert citizen.get("/konsol/").status_code == 200


def test_code_is_good_once(phone, citizen, portal, makassar):
    app, _codes = phone
    log_in_twice(citizen, app.code())

    replayed = log_in_twice(portal(makassar), app.code())

    assert "Kode ini tidak benar, atau sudah dipakai" in replayed.content.decode()


def test_code_of_setting_up_is_used_up(clock, portal, makassar, sari):
    app, _codes = set_up(portal(makassar, sari))

    assert log_in_twice(portal(makassar), app.code()).status_code == 200


@pytest.mark.parametrize(("later", "status"), [(-1, 200), (0, 302), (1, 302), (2, 200)])
def test_code_is_good_beside_its_half_minute_and_never_before_the_last(phone, citizen, later, status):
    app, _codes = phone

    assert log_in_twice(citizen, app.code(later=later)).status_code == status


def test_recovery_code_lets_in_once_and_is_written_down(phone, citizen, portal, makassar):
    _app, made = phone

    first, again = log_in_twice(citizen, made[0]), log_in_twice(portal(makassar), made[0])

    assert (first.status_code, again.status_code) == (302, 200)
    with enter(makassar):
        assert Entry.objects.get(action="factors.recovery_code").after == {"left": 9}


def test_wrong_code_is_counted(phone, citizen):
    log_in(citizen)
    wrong = [citizen.post(STEP, {"code": "000000"}).status_code for _number in range(6)]

    assert wrong == [200] * 5 + [429]


def test_wrong_codes_from_many_addresses_are_counted_together(phone, citizen, portal, makassar):
    def guess(number):
        browser = portal(makassar)
        browser.defaults["REMOTE_ADDR"] = f"198.51.100.{number}"
        return log_in_twice(browser, "000000").status_code

    assert [guess(number) for number in range(21)] == [200] * 20 + [429]


def test_password_alone_makes_no_network_known(phone, citizen):
    """Else a stranger with the password could guess codes from as many networks as he has."""
    app, _codes = phone
    log_in(citizen)
    for _number in range(20):
        citizen.defaults["REMOTE_ADDR"] = f"198.51.100.{_number}"
        citizen.post(STEP, {"code": "000000"})

    assert citizen.post(STEP, {"code": app.code()}).status_code == 429


def test_wrong_code_at_setting_up_keeps_the_secret(clock, portal, makassar, sari):
    browser = portal(makassar, sari)
    app = take_secret(browser)

    page = browser.post(SET_UP, {"code": "000000", "password": PASSWORD}).content.decode()

    assert "Periksa jam ponsel Anda" in page
    assert take_secret(browser) == app


def test_setting_up_asks_for_the_password_of_who_logged_in_long_ago(clock, citizen, sari):
    log_in(citizen)
    fresh = citizen.get(SET_UP).content.decode()
    clock.shift(timedelta(minutes=11))

    assert ('name="password"' in fresh, 'name="password"' in citizen.get(SET_UP).content.decode()) == (False, True)


def test_wrong_password_sets_nothing_up(clock, portal, makassar, sari, in_makassar):
    _app, made = set_up(portal(makassar, sari), password="bukan kata sandinya")

    assert (made, Authenticator.objects.count()) == ([], 0)


def test_app_is_turned_off_with_the_password_and_a_mail_says_so(phone, portal, makassar, sari):
    browser = portal(makassar, sari)
    wrong = browser.post("/akun/keamanan/aplikasi/matikan/", {"password": "bukan kata sandinya"})
    right = browser.post("/akun/keamanan/aplikasi/matikan/", {"password": PASSWORD})

    assert (wrong.status_code, right["Location"]) == (200, "/akun/keamanan/")
    with enter(makassar):
        assert (Authenticator.objects.count(), acts("factors.turn_off")) == (0, [("factors.turn_off", "Sari")])
    with enter(Place.PLATFORM):
        subjects = list(Job.objects.filter(name="mail.deliver").values_list("payload__to", "payload__subject"))
    assert ("sari@example.org", "Langkah kedua Anda untuk Kota Makassar mati") in subjects


def test_new_recovery_codes_void_those_of_before(phone, portal, makassar, sari, citizen):
    _app, old = phone
    page = portal(makassar, sari).post("/akun/keamanan/kode-cadangan/", {"password": PASSWORD}).content.decode()

    assert "Kode cadangan Anda" in page
    assert not set(old) & {line for line in old if line in page}
    assert log_in_twice(citizen, old[0]).status_code == 200


def test_who_has_no_app_is_led_to_it_before_recovery_codes(portal, makassar, sari):
    assert portal(makassar, sari).get("/akun/keamanan/kode-cadangan/")["Location"] == SET_UP


def test_secrets_are_sealed(phone, in_makassar):
    app, made = phone

    kept = str([row.data for row in Authenticator.objects.all()])

    assert [word for word in (app.secret, *made, *(code.replace("-", "") for code in made)) if word in kept] == []


def test_key_that_changes_leaves_the_app_working_and_is_needed_no_more_after_the_next_code(
    phone, clock, portal, makassar, settings
):
    app, _codes = phone
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key" * 5, [django_settings.SECRET_KEY]
    first = log_in_twice(portal(makassar), app.code()).status_code
    settings.SECRET_KEY_FALLBACKS = []
    clock.shift(timedelta(seconds=30))

    assert (first, log_in_twice(portal(makassar), app.code()).status_code) == (302, 302)


def test_key_that_is_gone_makes_no_code_right(phone, citizen, settings):
    app, made = phone
    settings.SECRET_KEY = "a key that sealed nothing" * 3

    assert [log_in_twice(citizen, code).status_code for code in (app.code(), made[0])] == [200, 200]


def test_security_page_says_what_there_is(phone, portal, makassar, sari):
    page = portal(makassar, sari).get("/akun/keamanan/").content.decode()

    assert "Aktif sejak 27 November 2026" in page
    assert "Tersisa 10" in page


def test_app_of_one_region_is_none_in_another(phone, portal, jayapura, dewi):
    app, made = phone

    assert log_in(portal(jayapura), "dewi@example.org")["Location"] == "/konsol/"
    with enter(jayapura):
        assert [codes.use(dewi, code) for code in (app.code(), made[0])] == [None, None]


def test_log_in_step_without_a_password_leads_to_the_log_in(citizen):
    assert citizen.get(STEP)["Location"] == "/masuk/"


def told():
    with enter(Place.PLATFORM):
        found = Job.objects.filter(name="mail.deliver", payload__subject__startswith="Cara Anda masuk")
        return [job.payload["text"] for job in found.order_by("pk")]


def test_app_that_is_set_up_is_told_by_mail(phone):
    assert ["aplikasi kode dipasang" in text for text in told()] == [True]


def test_new_recovery_codes_are_told_by_mail(phone, portal, makassar, sari):
    portal(makassar, sari).post("/akun/keamanan/kode-cadangan/", {"password": PASSWORD})

    assert "kode cadangan baru dibuat" in told()[-1]
