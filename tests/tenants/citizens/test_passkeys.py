"""A citizen's passkeys, with a device of our own that signs as a real one does."""

import json

import pytest
from django.db import connection
from django.test import Client

from kernel.audit.models import Entry
from tenants.citizens import passkeys
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.models import Job
from tests.kernel.accounts.factors.test_passkeys import Device
from tests.tenants.citizens.conftest import EMAIL

LIST, LOG_IN = "/warga/kunci/", "/warga/masuk/kunci/"


def add(browser: Client, device: Device, name: str = "Ponsel saya"):
    page = browser.get(LIST).content.decode()
    options = json.loads(page.partition('id="options" type="application/json">')[2].partition("<")[0])["publicKey"]
    return browser.post(LIST, {"name": name, "credential": device.make(options)}, follow=True)


def come_in(browser: Client, device: Device, **more: str):
    options = browser.get(LOG_IN, headers={"Accept": "application/json"}).json()["publicKey"]
    return browser.post(LOG_IN, {"credential": device.prove(options), **more})


@pytest.fixture
def device() -> Device:
    return Device()


def test_citizen_adds_a_passkey_and_logs_in_with_it_elsewhere(citra, device, portal, makassar: Tenancy) -> None:
    page = add(citra, device).content.decode()
    other = portal(makassar)

    answer = come_in(other, device, next="/warga/nik/")

    assert "Ponsel saya" in page
    assert answer["Location"] == "/warga/nik/"
    assert other.get("/warga/nik/").status_code == 200
    with enter(makassar):
        assert CitizenPasskey.objects.get().last_used_at
        assert Entry.objects.get(action="citizens.add_passkey").actor.name == ""
    with enter(Place.PLATFORM):
        mail = Job.objects.filter(name="mail.deliver", payload__to=EMAIL).latest("pk").payload
    assert mail["subject"] == "Kunci sandi ditambahkan ke akun Anda"


def test_removed_passkey_opens_nothing(citra, device, portal, makassar: Tenancy) -> None:
    add(citra, device)
    with enter(makassar):
        key = CitizenPasskey.objects.get().key
    citra.post(f"{LIST}{key}/hapus/")
    other = portal(makassar)

    come_in(other, device)

    assert other.get("/warga/").status_code == 302
    assert citra.post(f"{LIST}{key}/hapus/").status_code == 404


def test_passkey_is_good_in_its_own_region_only(citra, device, portal, jayapura: Tenancy) -> None:
    add(citra, device)
    abroad = portal(jayapura)

    come_in(abroad, device)

    assert abroad.get("/warga/").status_code == 302


def test_passkey_that_is_sent_twice_is_one(citra, makassar: Tenancy) -> None:
    with enter(makassar):
        session = CitizenSession.objects.get()
        for _twice in range(2):
            passkeys.add(session, "credential", name="Ponsel saya")

        assert (CitizenPasskey.objects.count(), Entry.objects.filter(action="citizens.add_passkey").count()) == (1, 1)


def test_passkey_that_is_removed_while_it_is_used_opens_nothing(citra, device, portal, makassar: Tenancy) -> None:
    add(citra, device)
    other = portal(makassar)

    def removing(execute, sql, *more):
        if 'WHERE "citizens_citizenpasskey"."credential" =' in sql:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM citizens_citizenpasskey")
        return execute(sql, *more)

    with connection.execute_wrapper(removing):
        come_in(other, device)

    assert other.get("/warga/").status_code == 302


def test_closed_account_is_said_and_lets_nobody_in(citra, device, portal, makassar: Tenancy) -> None:
    add(citra, device)
    with enter(makassar):
        Citizen.objects.update(is_active=False)
    other = portal(makassar)

    come_in(other, device)

    assert other.get("/warga/").status_code == 302


@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"response": {"userHandle": "x"}}'])
def test_nonsense_is_refused_with_a_sentence(citizen: Client, clean_cache, answer: str) -> None:
    citizen.get(LOG_IN, headers={"Accept": "application/json"})

    page = citizen.post(LOG_IN, {"credential": answer}, follow=True)

    assert page.redirect_chain == [("/warga/masuk/", 302)]
    assert "kunci sandi" in page.content.decode().lower()


def test_what_is_missing_stands_beside_its_field_and_a_wrong_answer_adds_nothing(citra, makassar: Tenancy) -> None:
    nameless = citra.post(LIST, {"name": "", "credential": "{}"}).content.decode()
    citra.post(LIST, {"name": "Ponsel", "credential": '{"response": {}}'})

    assert "Tulis namanya." in nameless
    with enter(makassar):
        assert not CitizenPasskey.objects.exists()


def test_script_is_told_a_challenge_and_nobody_else(citizen: Client) -> None:
    assert citizen.get(LOG_IN)["Location"] == "/warga/masuk/"
