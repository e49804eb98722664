from django.db import OperationalError

from tenants.customization import queries as customization
from tenants.isolation.current import enter
from tenants.portal import probe
from tenants.portal.provision import sample


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


def test_probe_names_the_page_that_is_wrong(makassar, make_ready, monkeypatch):
    def broken(request):
        raise ValueError("planted")

    monkeypatch.setattr("tenants.portal.contributions.home", broken)

    assert probe.check(makassar) == ["/ answers with status 500."]


def test_database_that_does_not_answer_is_a_page_with_503(citizen, monkeypatch):
    def down(*args):
        raise OperationalError("planted")

    monkeypatch.setattr("tenants.portal.contributions.home", down)
    response = citizen.get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "Kota Makassar" in response.content.decode()


def test_our_own_mistake_is_a_page_with_500(citizen, monkeypatch):
    def broken(request):
        raise ValueError("planted")

    monkeypatch.setattr("tenants.portal.contributions.home", broken)
    citizen.raise_request_exception = False

    assert citizen.get("/").status_code == 500


def test_sample_is_safe_to_load_again(in_makassar, as_sari):
    sample(as_sari)
    before = customization.values()

    sample(as_sari)

    customization.forget()
    assert customization.values() == before
