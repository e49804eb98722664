"""Citra looks at her data, takes it along and asks; an officer answers."""

import io
import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.test import Client

from app_modules.complaints.models import PUBLIC, Case
from kernel.accounts.models import Person
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession
from tenants.isolation.current import Tenancy, enter
from tenants.personal.models import Consent, DataRequest
from tests.tenants.citizens.conftest import EMAIL, come_in

MINE = "/warga/data-saya/"
AGAIN = "Permintaan ini tidak menunggu jawaban lagi."


@pytest.fixture
def browser(makassar: Tenancy, citizen: Client, clean_cache: None) -> Client:
    """Citra's browser: she is registered and logged in."""
    come_in(citizen)
    citizen.post("/warga/daftar/", {"name": "Citra"})
    return citizen


@pytest.fixture
def console(makassar: Tenancy, portal, sari: Person) -> Client:
    opened: Client = portal(makassar, sari)
    return opened


def rows(where: Tenancy) -> list[DataRequest]:
    with enter(where):
        return list(DataRequest.objects.order_by("id"))


@pytest.mark.parametrize("path", ["", "unduh/", "minta/deletion/"])
def test_who_is_not_logged_in_does_that_first(citizen: Client, path: str) -> None:
    response = citizen.post(MINE + path) if path == "unduh/" else citizen.get(MINE + path)

    assert response.status_code == 302
    assert response["Location"].startswith("/warga/masuk/?")


def test_she_takes_along_what_she_asked_agreed_to_and_logs_in_with(browser: Client, makassar: Tenancy) -> None:
    with enter(makassar):
        CitizenSession.objects.update(agent="Peramban Contoh")
        CitizenPasskey.objects.create(citizen=Citizen.objects.get(email=EMAIL), name="Ponsel Contoh", credential="x")
    browser.post(f"{MINE}minta/access/", {"text": "Siapa yang tahu?"})
    browser.post(f"{MINE}persetujuan/{PUBLIC}/", {"yes": "1"})

    download = browser.post(MINE + "unduh/")

    with ZipFile(io.BytesIO(download.getvalue())) as archive:
        data = json.loads(archive.read("data.json"))
    assert (data["account"][0]["browsers"], data["account"][0]["passkeys"]) == ("Peramban Contoh", "Ponsel Contoh")
    assert [row["text"] for row in data["requests"]] == ["Siapa yang tahu?"]
    assert [row["purpose"] for row in data["consents"]] == [PUBLIC]


def test_she_sees_and_takes_along_what_is_kept_of_her(browser: Client, makassar: Tenancy, report) -> None:
    with enter(makassar):
        mine, other = report(email=EMAIL, name="Citra"), report(email="lain@example.org")

    body = browser.get(MINE).content.decode()
    download = browser.post(MINE + "unduh/")

    assert mine.ticket in body
    assert other.ticket not in body
    assert download["Content-Disposition"] == 'attachment; filename="data-saya.zip"'
    with ZipFile(io.BytesIO(download.getvalue())) as archive:
        assert mine.ticket in archive.read("data.json").decode()


def test_question_reaches_the_console_and_the_answer_her_page(
    browser: Client, console: Client, makassar: Tenancy
) -> None:
    sent = browser.post(MINE + "minta/access/", {"text": "Siapa yang menerima data saya?"}, follow=True)
    assert "Sisa 71 jam" in sent.content.decode()
    (row,) = rows(makassar)
    assert "Siapa yang menerima data saya?" in console.get(f"/konsol/data-warga/{row.key}/").content.decode()

    console.post(f"/konsol/data-warga/{row.key}/", {"text": "Hanya Dinas Sosial.", "done": "1"})

    assert "Hanya Dinas Sosial." in browser.get(MINE).content.decode()
    assert rows(makassar)[0].state == "done"


def test_missing_words_are_said_at_the_field(browser: Client, console: Client, makassar: Tenancy) -> None:
    assert "Tulis apa yang salah" in browser.post(MINE + "minta/correction/", {"text": " "}).content.decode()
    assert browser.get(MINE + "minta/apa/").status_code == 404
    browser.post(MINE + "minta/correction/", {"text": "Nama saya Citra."})

    refused = browser.post(MINE + "minta/correction/", {"text": "Nomor saya salah."}).content.decode()
    (row,) = rows(makassar)
    unanswered = console.post(f"/konsol/data-warga/{row.key}/", {"text": "", "done": "1"}).content.decode()

    assert "Anda sudah meminta ini" in refused
    assert "Nomor saya salah." in refused
    assert "Tulis jawaban yang akan dibaca warga." in unanswered


def test_two_officers_answer_once(browser: Client, console: Client, makassar: Tenancy) -> None:
    browser.post(MINE + "minta/deletion/", {"text": ""})
    (row,) = rows(makassar)
    console.post(f"/konsol/data-warga/{row.key}/", {"text": "Belum bisa.", "refused": "1"})

    second = console.post(f"/konsol/data-warga/{row.key}/", {"text": "Sudah.", "done": "1"}, follow=True)

    assert AGAIN in second.content.decode()
    with enter(makassar):
        assert Citizen.objects.filter(email=EMAIL).exists()


def test_deletion_ends_account_and_sessions_and_she_may_begin_anew(
    browser: Client, console: Client, makassar: Tenancy, report: Callable[..., Case]
) -> None:
    with enter(makassar):
        case = report(email=EMAIL, name="Citra")
    browser.post(MINE + "minta/deletion/", {"text": "Saya pindah."})
    (row,) = rows(makassar)

    console.post(f"/konsol/data-warga/{row.key}/", {"text": "Sudah dihapus.", "done": "1"})

    with enter(makassar):
        assert not Citizen.objects.filter(email=EMAIL).exists()
        assert not CitizenSession.objects.exists()
        case.refresh_from_db()
        assert case.reporter_email == ""
    assert browser.get(MINE).status_code == 302
    come_in(browser)
    assert browser.get("/warga/daftar/").status_code == 200


def test_another_citizens_request_is_not_hers_to_take_back(browser: Client, makassar: Tenancy, citra) -> None:
    from tenants.personal import actions

    with enter(makassar):
        theirs = actions.ask(citra, "access", "Siapa?")
    browser.post(MINE + "minta/access/", {"text": "Siapa yang menerima data saya?"})
    (_theirs, row) = rows(makassar)

    assert browser.post(f"{MINE}permintaan/{theirs.key}/tarik/").status_code == 404
    taken = browser.post(f"{MINE}permintaan/{row.key}/tarik/", follow=True).content.decode()
    again = browser.post(f"{MINE}permintaan/{row.key}/tarik/", follow=True).content.decode()

    assert "Permintaan ditarik." in taken
    assert AGAIN in again


def test_consent_is_a_click_each_way(browser: Client, makassar: Tenancy) -> None:
    assert "Anda belum memilih." in browser.get(MINE).content.decode()

    browser.post(f"{MINE}persetujuan/{PUBLIC}/", {"yes": "1"})
    assert "Anda setuju pada" in browser.get(MINE).content.decode()
    browser.post(f"{MINE}persetujuan/{PUBLIC}/", {"no": "1"})

    assert "Anda tidak setuju sejak" in browser.get(MINE).content.decode()
    assert browser.post(f"{MINE}persetujuan/apa/", {"yes": "1"}).status_code == 404
    with enter(makassar):
        assert Consent.objects.get().withdrawn_at
