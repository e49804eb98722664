import psycopg2
import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection
from django.test import Client

from kernel import rates
from tenants.customization import queries as customization
from tenants.isolation import hosts
from tenants.isolation.cache import Cache
from tenants.isolation.current import enter
from tenants.portal import failures, probe
from tenants.portal.provision import sample
from tests.conftest import PASSWORD


def test_disabled_module_has_no_page(citizen, news_off):
    assert citizen.get("/berita/").status_code == 404


def test_disabled_module_has_no_console_page(console, news_off):
    assert console.get("/konsol/berita/").status_code == 404


def test_disabled_module_is_in_no_menu(citizen, news_off):
    assert 'href="/berita/"' not in citizen.get("/").content.decode()


def test_region_that_is_not_live_shows_soon(citizen, make_ready):
    response = citizen.get("/")

    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")
    assert "Portal ini sedang disiapkan" in response.content.decode()


def test_region_that_is_not_live_lets_its_people_in(make_ready, console):
    assert "Ada urusan apa hari ini?" in console.get("/").content.decode()


def test_region_that_is_not_live_shows_the_log_in(citizen, make_ready):
    assert 'name="login"' in citizen.get("/masuk/").content.decode()


def test_region_that_is_not_live_closes_itself_to_robots(citizen, make_ready):
    assert citizen.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


def test_probe_finds_nothing_wrong_with_a_ready_region(makassar, make_ready):
    assert probe.check(makassar) == []


def test_probe_token_of_another_region_opens_nothing(citizen, jayapura, make_ready):
    with enter(jayapura):
        token = probe.PROBE.sign("/")

    response = citizen.get("/", headers={probe.HEADER: token})

    assert "Portal ini sedang disiapkan" in response.content.decode()


def test_probe_names_the_page_that_is_another_regions(makassar, make_ready):
    with enter(makassar):
        assert probe._look(makassar, "/", "Kota Lain") == "/ does not show the name “Kota Lain”."


def test_probe_names_the_page_that_is_wrong(makassar, make_ready, monkeypatch):
    def broken(request):
        raise ValueError("planted")

    monkeypatch.setattr("tenants.portal.contributions.home", broken)

    assert probe.check(makassar) == ["/ answers with status 500."]


@pytest.mark.parametrize("error", [OperationalError, DatabaseError, psycopg2.OperationalError])
def test_database_that_does_not_answer_is_a_page_with_503(citizen, monkeypatch, error):
    def down(*args):
        raise error("planted")

    monkeypatch.setattr("tenants.portal.contributions.home", down)
    response = citizen.get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Kota Makassar" in response.content.decode()


def test_statement_that_takes_too_long_is_ended(committed, monkeypatch):
    def slow(*args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(20)")

    monkeypatch.setattr("tenants.portal.contributions.home", slow)
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "options", "-c statement_timeout=2s")
    connection.close()

    response = Client(SERVER_NAME="makassar.localhost").get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Sedang banyak yang membuka portal ini" in response.content.decode()


def test_every_statement_has_its_time(on_platform):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")

        assert cursor.fetchone() == ("15s",)


def test_our_own_mistake_is_a_page_with_500(citizen, monkeypatch):
    def broken(request):
        raise ValueError("planted")

    monkeypatch.setattr("tenants.portal.contributions.home", broken)
    citizen.raise_request_exception = False

    assert citizen.get("/").status_code == 500


@pytest.fixture
def page_failing(monkeypatch):
    """Plant a mistake into what every page asks for, the plain ones too where that is said."""

    def broken():
        raise ValueError("planted")

    def plant(*names):
        for name in names:
            monkeypatch.setattr(f"tenants.portal.site.{name}", broken)

    return plant


def test_page_that_cannot_be_rendered_is_shown_plainer(citizen, page_failing):
    page_failing("brand")

    response = citizen.get("/tidak-ada/")

    assert response.status_code == 404
    assert "Halaman ini tidak ada" in response.content.decode()


def test_page_of_which_nothing_can_be_rendered_is_one_sentence(citizen, page_failing):
    page_failing("brand", "bare_brand")

    response = citizen.get("/tidak-ada/")

    assert (response.status_code, response.content.decode()) == (404, failures.LAST_WORD)
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain; charset=utf-8", "no-store")


def test_what_a_library_refuses_has_our_page(citizen, monkeypatch):
    def refusing(request):
        raise PermissionDenied

    monkeypatch.setattr("tenants.portal.contributions.home", refusing)

    response = citizen.get("/")

    assert (response.status_code, response["Cache-Control"]) == (403, "no-store")
    assert "Anda tidak dapat membuka halaman ini" in response.content.decode()


def test_host_is_not_guessed_while_postgres_is_away(citizen, monkeypatch):
    def away():
        raise OperationalError("planted")

    citizen.get("/")
    monkeypatch.setattr("tenants.registry.queries.version", away)
    monkeypatch.setattr(hosts, "SECONDS", 0)
    citizen.raise_request_exception = False

    response = citizen.get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert hosts._known == {}


def test_sample_is_safe_to_load_again(in_makassar, as_sari):
    sample(as_sari)
    before = customization.values()

    sample(as_sari)

    customization.forget()
    assert customization.values() == before


@pytest.mark.parametrize("path", ["/berita/?q=%00", "/laporan/?tempat=a%00b", "/cari/?q=%00jalan"])
def test_nul_in_an_address_is_refused(citizen, path):
    assert citizen.get(path).status_code == 400


def test_nul_in_a_form_is_refused(console):
    response = console.post("/konsol/modul/news/bawaan/", {"kind": "setting", "key": "a\0b"})

    assert response.status_code == 400


def test_body_that_is_too_long_is_not_read(citizen):
    response = citizen.post("/laporan/buat/", headers={"content-length": str(51 * 1024 * 1024)})

    assert response.status_code == 413
    assert "Permintaan ini tidak dapat dibaca" in response.content.decode()


def test_log_in_without_redis_works(citizen, sari, redis_away):
    response = citizen.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/konsol/")


def test_too_many_failures_are_slowed_down_without_redis_too(citizen, sari, redis_away):
    for _number in range(5):
        citizen.post("/masuk/", {"login": "sari@example.org", "password": "salah sama sekali"})

    response = citizen.post("/masuk/", {"login": "sari@example.org", "password": PASSWORD})

    assert "Terlalu banyak percobaan" in response.content.decode()


def test_password_is_changed_without_redis(in_makassar, console, sari, redis_away):
    new = "layar putih di pagi hari"

    response = console.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    sari.refresh_from_db()
    assert (response.status_code, sari.check_password(new)) == (302, True)


def test_report_without_redis_is_taken(citizen, redis_away):
    assert citizen.post("/laporan/buat/", {}).status_code == 400


@pytest.fixture
def redis_away(monkeypatch, settings):
    """A cache behind which nothing listens."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}}
    yield
    rates._alone.clear()
    caches["default"]._alone.clear()
    Cache.alone_until = 0.0
