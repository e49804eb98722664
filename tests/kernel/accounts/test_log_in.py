import re

import pytest
from django.utils.http import int_to_base36

from kernel.audit.models import Entry
from tenants.elsewhere import queries as elsewhere
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import PASSWORD
from tests.partnership.conftest import open_console, rani

__all__ = ["rani"]

pytestmark = pytest.mark.usefixtures("clean_cache")


def log_in(client, email="sari@example.org", password=PASSWORD, **more):
    return client.post("/masuk/", {"login": email, "password": password, **more})


def test_log_in_leads_to_the_console(citizen, sari):
    assert log_in(citizen)["Location"] == "/konsol/"


def test_log_in_leads_back_to_where_one_wanted_to_go(citizen, sari):
    assert log_in(citizen, next="/konsol/orang/")["Location"] == "/konsol/orang/"


def test_log_in_leads_to_no_other_host(citizen, sari):
    assert log_in(citizen, next="https://example.com/")["Location"] == "/konsol/"


def test_wrong_password_says_what_to_check(citizen, sari):
    response = log_in(citizen, password="salah salah salah")

    assert "Email dan kata sandi ini tidak cocok." in response.content.decode()


def test_person_of_another_region_cannot_log_in(citizen, dewi):
    response = log_in(citizen, email="dewi@example.org")

    assert response.status_code == 200
    assert citizen.get("/konsol/").status_code == 302


def test_too_many_failures_are_slowed_down(citizen, sari):
    for _number in range(5):
        log_in(citizen, password="salah salah salah")

    assert "Terlalu banyak percobaan" in log_in(citizen).content.decode()


def test_too_many_failures_here_slow_nobody_there(citizen, sari, portal, jayapura, dewi):
    for _number in range(6):
        log_in(citizen, email="dewi@example.org", password="salah salah salah")

    assert log_in(portal(jayapura), email="dewi@example.org").status_code == 302


def test_log_out_needs_a_post(makassar, portal, sari):
    browser = portal(makassar, sari)

    browser.get("/keluar/")
    assert browser.get("/konsol/").status_code == 200

    browser.post("/keluar/")
    assert browser.get("/konsol/").status_code == 302


def reset_path(email: str) -> str:
    with enter(Place.PLATFORM):
        text = Job.objects.get(name="mail.deliver", payload__to=email, payload__text__icontains="/sandi-baru/").payload[
            "text"
        ]
    return re.search(r"http://[^/]+(/akun/sandi-baru/\S+/)", text)[1]


def test_forgotten_password_is_chosen_anew(citizen, sari):
    citizen.post("/akun/lupa-sandi/", {"email": "sari@example.org"})
    page = citizen.get(reset_path("sari@example.org"), follow=True)

    new = "layar putih di pagi hari"
    citizen.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert log_in(citizen, password=new).status_code == 302


def test_reset_link_is_refused_in_another_region(citizen, sari, portal, jayapura):
    citizen.post("/akun/lupa-sandi/", {"email": "sari@example.org"})

    page = portal(jayapura).get(reset_path("sari@example.org"), follow=True)

    assert page.status_code == 404
    assert "Tautan ini tidak berlaku lagi" in page.content.decode()


def test_reset_link_says_who_by_her_public_id(citizen, sari):
    citizen.post("/akun/lupa-sandi/", {"email": "sari@example.org"})

    assert reset_path("sari@example.org").split("/")[3].split("-")[0] == sari.key


def test_reset_link_with_the_number_of_a_row_is_refused(citizen, sari):
    citizen.post("/akun/lupa-sandi/", {"email": "sari@example.org"})
    path = reset_path("sari@example.org").replace(sari.key, int_to_base36(sari.pk))

    page = citizen.get(path, follow=True)

    assert page.status_code == 404
    assert "Tautan ini tidak berlaku lagi" in page.content.decode()


def test_unknown_address_gets_no_mail_and_the_same_answer(citizen):
    response = citizen.post("/akun/lupa-sandi/", {"email": "siapa@example.org"})

    assert response["Location"] == "/akun/lupa-sandi/terkirim/"
    with enter(Place.PLATFORM):
        assert not Job.objects.filter(name="mail.deliver", payload__to="siapa@example.org").exists()


def test_nothing_that_was_typed_is_lost_when_the_session_had_ended(citizen, sari, in_makassar):
    away = citizen.post("/konsol/unit/", {"name": "Dinas Pertamanan & Taman"})

    back = log_in(citizen, next=away["Location"].split("next=")[1])
    page = citizen.get(back["Location"]).content.decode()

    assert 'action="/konsol/unit/"' in page
    assert 'name="name" value="Dinas Pertamanan &amp; Taman"' in page


def test_fragment_for_who_is_logged_out_loads_the_log_in(citizen):
    response = citizen.get("/konsol/unit/", headers={"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (204, "/masuk/?next=/konsol/unit/")


@pytest.mark.parametrize("path", ["/akun/daftar/", "/signup/", "/accounts/signup/"])
def test_nobody_signs_up_by_herself(citizen, path):
    assert citizen.get(path).status_code == 404


def test_new_password_is_on_record_and_told_by_mail(makassar, portal, sari):
    new = "layar putih di pagi hari"
    portal(makassar, sari).post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    with enter(Place.PLATFORM):
        mails = Job.objects.filter(
            name="mail.deliver", payload__to=sari.email, payload__text__icontains="kata sandi Anda untuk"
        )
        assert mails.count() == 1
    with enter(makassar):
        assert Entry.objects.filter(action="people.password", actor_name="Sari").count() == 1


def test_operator_logs_in_on_the_platform_and_has_no_other_regions(rani):
    browser = open_console()

    response = log_in(browser, email="rani@example.org")

    assert (response.status_code, elsewhere.SESSION in browser.session) == (302, False)
