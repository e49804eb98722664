"""A citizen registers with a name, and sees and ends where she is logged in."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kernel.accounts.actor import ActorKind
from kernel.audit.models import Entry
from tenants.citizens import actions, queries, tasks, tokens
from tenants.citizens.models import Citizen, CitizenSession
from tenants.isolation.current import enter
from tests.tenants.citizens.conftest import EMAIL, PHONE, ask, come_in, last_code

DAY = timedelta(days=1)


@pytest.fixture
def elsewhere(makassar, portal, citra) -> Client:
    """Another browser of Citra's."""
    client = come_in(portal(makassar))
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Android 14) Firefox/140.0"
    return client


def test_new_citizen_gives_her_name_once(citra, herself, makassar) -> None:
    citra.post("/warga/daftar/", {"name": "Orang Lain"})

    with enter(makassar):
        entry = Entry.objects.get(action="citizens.register")
    assert herself().name == "Citra"
    assert (entry.actor.kind, entry.actor.key, entry.actor.name) == (ActorKind.CITIZEN, herself().key, "")


def test_name_that_was_given_a_moment_ago_stays(citra, herself, makassar) -> None:
    with enter(makassar):
        actions.register(herself(), name="Orang Lain")

    assert herself().name == "Citra"


def test_registration_begun_goes_on_in_another_browser(citizen, makassar, portal, clean_cache) -> None:
    come_in(citizen)
    assert "Tulis nama Anda" in citizen.post("/warga/daftar/", {"name": " "}).content.decode()

    other = come_in(portal(makassar))

    assert other.get("/warga/")["Location"] == "/warga/daftar/"
    with enter(makassar):
        assert Citizen.objects.count() == 1


def test_registration_that_nobody_goes_on_with_is_forgotten_after_a_week(citra, makassar, portal) -> None:
    come_in(portal(makassar), "lain@example.org")
    left = []

    for days in (6, 8):
        with enter(makassar), time_machine.travel(timezone.now() + days * DAY):
            tasks.forget()
            left.append(sorted(Citizen.objects.values_list("email", flat=True)))

    assert left == [[EMAIL, "lain@example.org"], [EMAIL]]


def test_account_shows_her_and_asks_three_things(citra) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = citra.get("/warga/").content.decode()

    assert "Citra" in page
    assert EMAIL in page
    assert sum("citizens_" in query["sql"] for query in asked) == 3


def test_page_after_log_in_is_the_one_she_wanted(citizen, clean_cache) -> None:
    wanted = citizen.get("/warga/data/")["Location"]
    assert wanted == "/warga/masuk/?next=%2Fwarga%2Fdata%2F"
    page = citizen.post("/warga/masuk/", {"address": EMAIL, "next": "/warga/data/"})
    page = citizen.post(page["Location"], {"digits": last_code()})
    page = citizen.post(page["Location"], {"name": "Citra"})
    assert page["Location"] == "/warga/data/"
    citizen.post("/warga/keluar/")

    ask(citizen, next="/warga/data/")
    page = citizen.post("/warga/kode/", {"digits": last_code(), "next": "/warga/data/"})

    assert page["Location"] == "/warga/data/"


@pytest.mark.parametrize(
    ("sent_from", "way_back"), [("http://makassar.localhost/warga/nik/", "%2Fwarga%2Fnik%2F"), ("", "%2Fwarga%2F")]
)
def test_button_after_the_session_ended_leads_back_to_its_page(citizen, sent_from: str, way_back: str) -> None:
    page = citizen.post("/warga/nik/hapus/", headers={"Referer": sent_from})

    assert page["Location"] == f"/warga/masuk/?next={way_back}"


def test_nobody_is_led_to_another_portal(citra, jayapura) -> None:
    page = citra.get("/warga/masuk/", {"next": f"http://{jayapura.domain}/warga/"})

    assert page["Location"] == "/warga/"


def test_citizen_changes_her_details(citra, herself, makassar) -> None:
    for _twice in range(2):
        citra.post("/warga/data/", {"name": "Citra Dewi", "language": "en"})

    assert (herself().name, herself().language) == ("Citra Dewi", "en")
    with enter(makassar):
        entry = Entry.objects.get(action="citizens.change")
    assert (entry.before, entry.after) == (None, {"changed": ["name", "language"]})


def test_what_she_typed_stays_where_it_is_refused(citra) -> None:
    page = citra.post("/warga/data/", {"name": "", "language": "en"}).content.decode()

    assert "Tulis nama Anda" in page
    assert '<option value="en" selected>' in page


def test_who_logs_out_is_out(citra) -> None:
    page = citra.post("/warga/keluar/")

    assert page["Location"] == "/"
    assert citra.get("/warga/")["Location"].startswith("/warga/masuk/")
    assert citra.post("/warga/keluar/").status_code == 302


def test_cookie_of_who_logged_out_opens_nothing(citra) -> None:
    token = citra.cookies[settings.CITIZEN_COOKIE].value
    citra.post("/warga/keluar/")
    citra.cookies[settings.CITIZEN_COOKIE] = token

    assert citra.get("/warga/")["Location"].startswith("/warga/masuk/")


def test_citizen_ends_one_of_her_sessions(citra, elsewhere, makassar) -> None:
    with enter(makassar):
        key = CitizenSession.objects.latest("pk").key

    citra.post(f"/warga/perangkat/{key}/")

    assert [client.get("/warga/").status_code for client in (citra, elsewhere)] == [200, 302]
    with enter(makassar):
        assert Entry.objects.get(action="citizens.end_session").summary == "Ended a session"


def test_citizen_ends_all_sessions_but_this(citra, elsewhere, makassar) -> None:
    for _twice in range(2):
        citra.post("/warga/perangkat/lainnya/")

    assert [client.get("/warga/").status_code for client in (citra, elsewhere)] == [200, 302]
    with enter(makassar):
        assert Entry.objects.get(action="citizens.end_session").summary == "Ended all other sessions"


def test_nobody_ends_anothers_session(citra, makassar, portal) -> None:
    with enter(makassar):
        key = CitizenSession.objects.get().key
    stranger = come_in(portal(makassar), "orang.lain@example.org")

    assert stranger.post(f"/warga/perangkat/{key}/").status_code == 404
    assert citra.get("/warga/").status_code == 200


def test_session_ends_when_it_was_not_used_for_ninety_days(citra, makassar) -> None:
    now = timezone.now()
    with time_machine.travel(now + 89 * DAY):
        assert citra.get("/warga/").status_code == 200
    with time_machine.travel(now + 178 * DAY):
        assert citra.get("/warga/").status_code == 200
    with time_machine.travel(now + 269 * DAY):
        assert citra.get("/warga/").status_code == 302
        with enter(makassar):
            assert CitizenSession.objects.count() == 1
            tasks.forget()
            assert CitizenSession.objects.count() == 0


def test_use_is_noted_every_five_minutes(citra, makassar) -> None:
    begun = timezone.now()
    for minutes in (4, 6):
        with time_machine.travel(begun + timedelta(minutes=minutes), tick=False):
            citra.get("/warga/", headers={"User-Agent": f"{minutes}"})

    with enter(makassar):
        row = CitizenSession.objects.get()
    assert (row.agent, row.address) == ("6", "127.0.0.1")


def test_her_browsers_are_named(citra, elsewhere) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        elsewhere.get("/warga/")

        page = elsewhere.get("/warga/").content.decode()

    assert "Firefox di Android" in page
    assert "perangkat ini" in page


@pytest.mark.parametrize("path", ["/", "/berita/", "/laporan/"])
def test_shared_page_is_the_same_for_who_is_logged_in(citra, makassar, portal, path: str) -> None:
    citra.get("/warga/")  # she has read what waited for her

    pages = [client.get(path) for client in (citra, portal(makassar))]

    assert pages[0].content == pages[1].content
    assert "Citra" not in pages[0].content.decode()


def test_account_that_was_closed_lets_nobody_in(citra, makassar) -> None:
    with enter(makassar):
        Citizen.objects.update(is_active=False)
    assert citra.get("/warga/").status_code == 302
    ask(citra)

    page = citra.post("/warga/kode/", {"digits": last_code()})

    assert page.status_code == 403
    assert "sudah ditutup" in page.content.decode()


def test_citizen_is_looked_for_once_a_request(citra, makassar) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.CITIZEN_COOKIE] = citra.cookies[settings.CITIZEN_COOKIE].value

    with enter(makassar), CaptureQueriesContext(connection) as asked:
        found = [queries.current(request), queries.current(request)]

    assert [str(each) for each in found] == ["Citra", "Citra"]
    assert len(asked) == 1


def test_nobody_is_looked_for_without_a_cookie(in_makassar, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert queries.current(RequestFactory().get("/")) is None


def test_cookie_is_kept_from_scripts_and_other_sites(in_makassar) -> None:
    response = HttpResponse()

    tokens.give(response, "token")

    cookie = response.cookies[settings.CITIZEN_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_session_names_whose_it_is(citra, makassar) -> None:
    with enter(makassar):
        assert str(CitizenSession.objects.get()) == "Citra, 127.0.0.1"
        assert str(Citizen(email=EMAIL)) == EMAIL


def test_officers_see_her_addresses_masked() -> None:
    assert Citizen(email=EMAIL).addresses_masked == ["c•••@example.org"]
    assert Citizen(email=EMAIL, phone=PHONE).addresses_masked == ["c•••@example.org", "+62•••890"]
