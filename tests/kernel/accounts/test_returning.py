"""What is typed after a session ended is kept for who typed it, without secrets."""

import pytest

from tests.kernel.accounts.test_log_in import log_in

pytestmark = pytest.mark.usefixtures("clean_cache")


def type_late(client, **fields):
    """Type into a form after the session ended; return where to continue."""
    client.post("/keluar/")
    return client.post("/konsol/orang/undang/", fields)["Location"].split("next=")[1]


def test_what_was_typed_is_shown_to_who_typed_it_again_and_again(citizen, sari):
    log_in(citizen)
    page = type_late(citizen, name="Rina dari Dinas")
    log_in(citizen)

    assert ["Rina dari Dinas" in citizen.get(page).content.decode() for _again in range(2)] == [True, True]


def test_what_was_typed_is_hidden_from_who_logs_in_next(citizen, sari, budi):
    log_in(citizen)
    page = type_late(citizen, name="Rina dari Dinas")
    log_in(citizen, email="budi@example.org")

    assert citizen.get(page)["Location"] == "/konsol/"


@pytest.mark.parametrize("name", ["password1", "oldpassword", "secret", "nik", "credential"])
def test_secret_is_not_kept(citizen, sari, name):
    log_in(citizen)

    page = type_late(citizen, name="Rina dari Dinas", **{name: "rahasia sekali"})
    log_in(citizen)
    shown = citizen.get(page).content.decode()

    assert ("Rina dari Dinas" in shown, "rahasia sekali" in shown) == (True, False)


def test_form_with_nothing_but_secrets_is_filled_in_anew(citizen, sari):
    log_in(citizen)
    citizen.post("/keluar/")

    assert citizen.post("/konsol/orang/undang/", {"password": "rahasia"})["Location"].endswith(
        "?next=/konsol/orang/undang/"
    )


READ = "/konsol/pemberitahuan/dibaca/"
PAGE = "/konsol/pemberitahuan/?after=1"


@pytest.mark.parametrize(
    ("host", "way_back"), [("makassar.localhost", "/konsol/pemberitahuan/%3Fafter%3D1"), ("elsewhere.example", READ)]
)
def test_button_after_the_session_ended_leads_back_to_its_page(citizen, host, way_back):
    page = citizen.post(READ, headers={"Referer": f"http://{host}{PAGE}"})

    assert page["Location"] == f"/masuk/?next={way_back}"
