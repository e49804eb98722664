"""Whoever reads an old address stops that an officer gave the account a new one, for a day."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kernel.accounts.actor import ActorKind
from kernel.audit.models import Entry
from tenants.citizens import stopping, tasks
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession, Recovery
from tenants.isolation.current import enter
from tests.conftest import make_person
from tests.tenants.citizens.conftest import EMAIL, come_in, told
from tests.tenants.notices.conftest import queued

NEW, OTHER = "+6281299990000", "+6281211112222"
NIK = "7371096505900002"
DAY = timedelta(hours=24)
LINK = re.compile(r"http://makassar\.localhost:8000(/warga/pemulihan/\S+/)")


def recover(desk: Client, key: str, address: str = NEW, **more: str):
    given = {"address": address, "reason": "HP dicuri, datang dengan KTP", "card_seen": "on", **more}
    return desk.post(f"/konsol/warga/{key}/pulihkan/", given)


def way_back(address: str = EMAIL) -> str:
    """Return the path of the link that the address was sent."""
    found = LINK.search(told(address))
    assert found is not None, told(address)
    return found[1]


@pytest.fixture
def desk(makassar, portal, sari) -> Client:
    return portal(makassar, sari)


@pytest.fixture
def account(citra, makassar) -> Callable[[], Citizen]:
    """Read Citra's account anew, whatever its addresses are."""
    with enter(makassar):
        key = Citizen.objects.get(email=EMAIL).key

    def read() -> Citizen:
        with enter(makassar):
            return Citizen.objects.get(key=key)

    return read


@pytest.fixture
def recovered(desk, account, makassar, portal) -> Client:
    """A browser that has come in by the new address, after an officer saw a card and took the old address away."""
    assert recover(desk, account().key, other_lost="on").status_code == 302
    return come_in(portal(makassar), NEW)


def test_only_old_addresses_are_sent_the_way_back(desk, account) -> None:
    recover(desk, account().key)

    assert way_back().startswith("/warga/pemulihan/")
    assert LINK.search(told(NEW)) is None


def test_opening_the_link_stops_nothing(recovered, citizen) -> None:
    page = citizen.get(way_back()).content.decode()

    assert "Bukan Anda?" in page
    assert recovered.get("/warga/").status_code == 200


def test_stopped_account_is_as_it_was_and_the_stranger_is_out(recovered, desk, account, citizen, makassar) -> None:
    recovered.post("/warga/data/", {"name": "Orang lain", "language": "en"})
    desk.post(f"/konsol/warga/{account().key}/ktp/", {"nik": NIK})
    with enter(makassar):
        CitizenPasskey.objects.create(citizen=account(), name="HP", credential="x")

    assert citizen.post(way_back())["Location"] == "/warga/masuk/"

    row = account()
    assert (row.name, row.email, row.phone, row.language, row.nik_masked) == ("Citra", EMAIL, "", "id", "")
    assert recovered.get("/warga/").status_code == 302
    with enter(makassar):
        assert not CitizenPasskey.objects.exists()
    assert "Citra" in come_in(citizen).get("/warga/").content.decode()


def test_everybody_hears_that_it_was_stopped(recovered, citizen, makassar, account) -> None:
    citizen.post(way_back())

    assert "seperti sebelumnya" in told(EMAIL)
    assert "dicabut lagi" in told(NEW)
    with enter(makassar):
        (said,) = [row for row in queued("notices.spread") if row["kind"] == "citizens.recovery_stopped"]
        entry = Entry.objects.get(action="citizens.stop_recovery")
    assert said["news"]["context"] == {"officer": "Sari"}
    assert (entry.actor.kind, entry.actor.key, entry.after) == (
        ActorKind.CITIZEN,
        account().key,
        {"changed": ["email", "phone"]},
    )


def test_link_is_good_once_and_for_a_day(recovered, citizen) -> None:
    path = way_back()
    with time_machine.travel(timezone.now() + DAY):
        assert citizen.get(path).status_code == 404

    citizen.post(path)

    assert citizen.post(path).status_code == 404


def test_link_of_another_installation_stops_nothing(recovered, citizen, makassar) -> None:
    with enter(makassar):
        Recovery.objects.update(before_sealed="disegel di tempat lain")

    assert citizen.post(way_back()).status_code == 404


def test_first_link_also_stops_what_the_officer_did_after(recovered, desk, account, citizen, makassar) -> None:
    path = way_back()
    recover(desk, account().key, OTHER, other_lost="on")

    citizen.post(path)

    assert (account().email, account().phone) == (EMAIL, "")
    with enter(makassar):
        assert not Recovery.objects.filter(stopped_at=None).exists()


def test_officer_who_was_stopped_cannot_do_it_again_and_a_colleague_s_is_final(
    recovered, desk, account, citizen, makassar, portal
) -> None:
    citizen.post(way_back())
    again = recover(desk, account().key)
    with enter(makassar):
        wati = make_person("Wati", "administrator")

    colleague = recover(portal(makassar, wati), account().key)

    assert (again.status_code, "Minta rekan" in again.content.decode()) == (409, True)
    assert (colleague.status_code, account().phone) == (302, NEW)
    assert (LINK.search(told(EMAIL)), "Segera beri tahu kantor" in told(EMAIL)) == (None, True)


def test_address_with_which_somebody_registered_meanwhile_stays_theirs(recovered, citizen, account, makassar, portal):
    path, new = way_back(), come_in(portal(makassar), EMAIL)
    new.post("/warga/daftar/", {"name": "Citra yang baru"})

    citizen.post(path)

    assert (account().email, account().phone, account().name) == ("", "", "Citra")
    assert new.get("/warga/").status_code == 200


def test_account_that_was_only_begun_with_the_old_address_gives_way(recovered, citizen, account, makassar, portal):
    path = way_back()
    come_in(portal(makassar), EMAIL)

    citizen.post(path)

    assert account().email == EMAIL


def test_what_cannot_be_taken_back_waits_for_a_day(recovered, makassar) -> None:
    taken = recovered.post("/warga/data-saya/unduh/", follow=True).content.decode()
    asked = recovered.post("/warga/data-saya/minta/deletion/", {"text": "Hapus."}).content.decode()

    assert ["baru saja memberi akun Anda alamat baru" in page for page in (taken, asked)] == [True, True]
    with time_machine.travel(timezone.now() + DAY):
        assert b"".join(recovered.post("/warga/data-saya/unduh/")).startswith(b"PK")


def test_officer_reads_until_when_it_can_be_stopped_and_that_it_was(recovered, desk, account, citizen) -> None:
    before = desk.get(f"/konsol/warga/{account().key}/").content.decode()
    citizen.post(way_back())
    after = desk.get(f"/konsol/warga/{account().key}/").content.decode()

    assert ("Dapat dihentikan sampai" in before, "Dihentikan dari alamat lama" in after) == (True, True)


def test_what_was_before_is_forgotten_when_nobody_can_stop_it(recovered, makassar) -> None:
    with enter(makassar):
        kept = Recovery.objects.get()
        tasks.forget()
        assert Recovery.objects.get().before_sealed == kept.before_sealed
        with time_machine.travel(timezone.now() + DAY):
            tasks.forget()

        assert (Recovery.objects.get().before_sealed, stopping.link(Recovery.objects.get())) == ("", "")
        assert (str(kept.done_by), CitizenSession.objects.count()) == ("Sari", 1)
