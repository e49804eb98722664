"""Passkeys, with a device of our own that signs as a real one does. In a real browser: `tests/journeys`."""

import hashlib
import json
from dataclasses import dataclass, field

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from kernel.accounts.models import Person
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import PASSWORD
from tests.kernel.accounts.factors.phone import STEP, set_up
from tests.kernel.accounts.test_log_in import log_in

pytestmark = pytest.mark.usefixtures("clean_cache")
LIST, LOG_IN = "/akun/keamanan/kunci/", "/masuk/kunci/"
SEEN_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


@dataclass
class Device:
    """A phone that holds one passkey."""

    host: str = "makassar.localhost"
    origin: str = "http://makassar.localhost"
    flags: int = SEEN_AND_VERIFIED
    handle: str = ""
    id: bytes = b"a passkey's number"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict) -> str:
        """Answer as `navigator.credentials.create` does."""
        self.handle = options["user"]["id"]
        public = AttestedCredentialData.create(b"\0" * 16, self.id, ES256.from_cryptography_key(self.key.public_key()))
        data = AuthenticatorData.create(self._scope(), self.flags | AuthenticatorData.FLAG.AT, 0, public)
        attestation = AttestationObject.create("none", data, {})
        return self._answer("webauthn.create", options, attestationObject=attestation)

    def prove(self, options: dict) -> str:
        """Answer as `navigator.credentials.get` does."""
        data = AuthenticatorData.create(self._scope(), self.flags, 1)
        signature = self.key.sign(data + self._client_hash("webauthn.get", options), ec.ECDSA(SHA256()))
        handle = websafe_decode(self.handle)
        return self._answer("webauthn.get", options, authenticatorData=data, signature=signature, userHandle=handle)

    def _scope(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()

    def _client(self, kind: str, options: dict) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _client_hash(self, kind: str, options: dict) -> bytes:
        return hashlib.sha256(self._client(kind, options)).digest()

    def _answer(self, kind: str, options: dict, **parts: bytes) -> str:
        response = {name: websafe_encode(part) for name, part in parts.items()}
        response["clientDataJSON"] = websafe_encode(self._client(kind, options))
        number = websafe_encode(self.id)
        return json.dumps({"id": number, "rawId": number, "type": "public-key", "response": response})


def offered(browser: Client) -> dict:
    page = browser.get(LIST).content.decode()
    return json.loads(page.partition('id="options" type="application/json">')[2].partition("<")[0])["publicKey"]


def add(browser: Client, device: Device, name: str = "Ponsel saya"):
    return browser.post(LIST, {"name": name, "credential": device.make(offered(browser)), "password": PASSWORD})


def challenge(browser: Client) -> dict:
    return browser.get(LOG_IN, headers={"Accept": "application/json"}).json()["publicKey"]


def prove(browser: Client, device: Device, **more: str):
    return browser.post(LOG_IN, {"credential": device.prove(challenge(browser)), **more})


@pytest.fixture
def device() -> Device:
    return Device()


@pytest.fixture
def added(device, makassar, portal, sari):
    """Sari's browser after she has added her phone."""
    browser = portal(makassar, sari)
    browser.first = add(browser, device)
    return browser


def test_first_passkey_gives_recovery_codes_and_a_mail(added, makassar):
    assert "Kode cadangan Anda" in added.first.content.decode()
    assert "Ponsel saya" in added.get(LIST).content.decode()
    with enter(makassar):
        assert Entry.objects.get(action="factors.add_passkey").actor.name == "Sari"
    with enter(Place.PLATFORM):
        subjects = list(Job.objects.filter(name="mail.deliver").values_list("payload__subject", flat=True))
    assert "Kunci sandi baru untuk Kota Makassar" in subjects


def test_passkey_logs_in_without_a_password(added, citizen, device, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert prove(citizen, device, next="/konsol/orang/")["Location"] == "/konsol/orang/"
    assert citizen.get("/konsol/orang/").status_code == 200


def test_passkey_is_a_second_step_and_leads_where_one_wanted(added, citizen, device):
    assert log_in(citizen, next="/konsol/orang/")["Location"] == STEP
    assert "Pakai kunci sandi" in citizen.get(STEP).content.decode()
    assert prove(citizen, device)["Location"] == "/konsol/orang/"


def test_passkey_leads_to_no_other_host(added, citizen, device):
    assert prove(citizen, device, next="//example.com/")["Location"] == "/konsol/"


@pytest.mark.parametrize(
    "other",
    [
        {"host": "localhost"},
        {"origin": "http://localhost"},
        {"origin": "http://jayapura.localhost"},
        {"origin": "https://makassar.localhost"},
        {"flags": AuthenticatorData.FLAG.UP},
        {"key": ec.generate_private_key(ec.SECP256R1())},
        {"handle": ""},
        {"id": b"another number"},
    ],
    ids=["host", "parent", "neighbour", "scheme", "not verified", "signature", "nobody", "unknown"],
)
def test_answer_that_does_not_fit_is_refused(added, citizen, device, other):
    for name, value in other.items():
        setattr(device, name, value)

    response = prove(citizen, device)

    assert response["Location"] == "/masuk/"
    assert "Kunci sandi ini tidak dikenal di sini" in citizen.get("/masuk/").content.decode()


@pytest.mark.parametrize("text", ["", "[]", "{", "{}", '{"response": {"userHandle": 7}}', '{"response": []}'])
def test_nonsense_is_refused(added, citizen, text):
    challenge(citizen)

    assert citizen.post(LOG_IN, {"credential": text})["Location"] == "/masuk/"


def test_answer_is_good_once(added, citizen, device, portal, makassar):
    answer = device.prove(challenge(citizen))
    first = citizen.post(LOG_IN, {"credential": answer})
    citizen.post("/keluar/")

    assert (first["Location"], citizen.post(LOG_IN, {"credential": answer})["Location"]) == ("/konsol/", "/masuk/")


def test_passkey_of_one_region_is_not_known_in_another(added, device, portal, jayapura, dewi, sari):
    """Even for a person of the same key, with a device that would sign for any host."""
    there = portal(jayapura)
    with enter(jayapura):
        Person.objects.filter(pk=dewi.pk).update(key=sari.key)
    device.host, device.origin = "jayapura.localhost", "http://jayapura.localhost"

    assert prove(there, device)["Location"] == "/masuk/"


def test_who_is_deactivated_does_not_get_in(added, citizen, device, makassar, sari):
    with enter(makassar):
        Person.objects.filter(pk=sari.pk).update(is_active=False)

    assert prove(citizen, device)["Location"] == "/akun/nonaktif/"


@pytest.mark.parametrize("fault", [{"origin": "http://jayapura.localhost"}, {"flags": AuthenticatorData.FLAG.UP}])
def test_passkey_that_does_not_fit_is_not_added(makassar, portal, sari, fault):
    browser = portal(makassar, sari)

    response = add(browser, Device(**fault), name="Ponsel aneh")

    assert "Ponsel aneh" in response.content.decode()
    with enter(makassar):
        assert Authenticator.objects.count() == 0


def address(browser: Client) -> str:
    """Return the page of the first passkey."""
    return LIST + browser.get(LIST).content.decode().split(f'href="{LIST}')[1].split('"')[0]


def test_passkey_is_renamed_and_removed(added, citizen, device, makassar):
    link = address(added)
    added.post(link, {"name": "Ponsel dinas"})
    renamed = added.get(LIST).content.decode()
    kept = added.post(f"{link}hapus/", {"password": "bukan kata sandinya"}).status_code
    added.post(f"{link}hapus/", {"password": PASSWORD})

    assert ("Ponsel dinas" in renamed, kept) == (True, 200)
    assert prove(citizen, device)["Location"] == "/masuk/"
    with enter(makassar):
        names = Entry.objects.filter(action__startswith="factors.").order_by("id").values_list("action", flat=True)
        assert [*names] == ["factors.add_passkey", "factors.rename_passkey", "factors.remove_passkey"]
        assert Authenticator.objects.count() == 0


def test_last_one_stays_where_it_is_required(added, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    assert added.post(f"{address(added)}hapus/", {"password": PASSWORD}).status_code == 409


def test_one_of_two_can_go_and_recovery_codes_stay(added, settings, makassar):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(added)
    added.post(f"{address(added)}hapus/", {"password": PASSWORD})

    with enter(makassar):
        assert sorted(Authenticator.objects.values_list("type", flat=True)) == ["recovery_codes", "totp"]


def test_second_passkey_gives_no_new_codes(added):
    other = Device(id=b"the second number")

    assert add(added, other, name="Komputer kantor")["Location"] == LIST


def test_passkey_of_somebody_else_is_not_found(added, portal, makassar, budi):
    assert portal(makassar, budi).get(address(added)).status_code == 404


def test_browser_without_scripts_is_led_to_the_log_in(citizen):
    assert citizen.get(LOG_IN)["Location"] == "/masuk/"


def test_who_turns_the_app_off_and_has_a_passkey_goes_on_working(added, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    set_up(added)

    page = added.post("/akun/keamanan/aplikasi/matikan/", {"password": PASSWORD}, follow=True)

    assert "Kunci sandi Anda tetap berlaku." in page.content.decode()
    assert added.get("/konsol/").status_code == 200
