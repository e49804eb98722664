"""An officer who has seen her identity card gives a citizen a new address; everybody hears of it."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kernel.accounts.actor import ActorKind
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tenants.citizens import identity, limits, niks, recovery
from tenants.citizens.models import Citizen, Code
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import make_person
from tests.tenants.citizens.conftest import EMAIL, PHONE, ask, come_in, told
from tests.tenants.notices.conftest import queued

NEW = "+6281299990000"
REASON = "HP dicuri, datang dengan KTP"
NIK = "7371096505900002"


@pytest.fixture
def desk(makassar, portal, sari) -> Client:
    """Sari's console."""
    return portal(makassar, sari)


def recover(desk: Client, key: str, **more: str):
    given = {"address": NEW, "reason": REASON, "card_seen": "on", **more}
    return desk.post(f"/konsol/warga/{key}/pulihkan/", given)


def test_new_address_lets_her_in_and_the_old_browser_is_out(citra, desk, herself, makassar, portal) -> None:
    assert recover(desk, herself().key)["Location"] == f"/konsol/warga/{herself().key}/"

    assert citra.get("/warga/").status_code == 302
    assert "Citra" in come_in(portal(makassar), NEW).get("/warga/").content.decode()
    assert (herself().email, herself().phone) == (EMAIL, NEW)


def test_every_address_hears_of_it(citra, desk, herself) -> None:
    recover(desk, herself().key)

    assert "sudah memberi akun Anda alamat baru" in told(EMAIL)
    assert "sudah memberi akun Anda alamat baru" in told(NEW)


def test_who_reads_english_is_told_in_english_and_led_to_the_english_page(citra, desk, herself) -> None:
    citra.post("/warga/data/", {"name": "Citra", "language": "en"})

    recover(desk, herself().key)

    with enter(Place.PLATFORM):
        letter = Job.objects.filter(name="mail.deliver", payload__to=EMAIL).latest("pk").payload
    assert (letter["subject"], letter["language"]) == ("Your account was recovered by the region’s office", "en")
    assert "http://makassar.localhost:8000/en/warga/pemulihan/" in letter["text"]


def test_other_address_is_taken_away_where_it_is_lost_too(citra, desk, makassar, herself) -> None:
    key = herself().key

    recover(desk, key, other_lost="on")

    with enter(makassar):
        row = Citizen.objects.get(key=key)
        assert (row.email, row.phone) == ("", NEW)
    assert "sudah memberi akun Anda alamat baru" in told(EMAIL)


def test_recovery_is_in_the_history_with_its_reason(citra, desk, herself, makassar) -> None:
    recover(desk, herself().key)

    with enter(makassar):
        entry = Entry.objects.get(action="citizens.recover")
    assert (entry.actor.kind, entry.actor.name) == (ActorKind.PERSON, "Sari")
    assert (entry.before, entry.after) == (None, {"changed": ["phone"], "reason": REASON})


def test_others_who_may_recover_hear_of_it_and_she_reads_whom_to_tell(citra, desk, herself, makassar) -> None:
    recover(desk, herself().key)

    with enter(makassar):
        (told_of,) = [row for row in queued("notices.spread") if row["kind"] == "citizens.recovered"]
    assert "Sari" in str(told_of)
    assert "/kontak/" in told(EMAIL)
    assert "/kontak/" in told(NEW)


def test_officer_recovers_so_many_accounts_a_day(citra, desk, herself, makassar, sari) -> None:
    with enter(makassar):
        for _account in range(limits.RECOVERED.at_most):
            limits.RECOVERED.take(sari.key)

    page = recover(desk, herself().key)

    assert (page.status_code, "Tunggu 24 jam" in page.content.decode()) == (429, True)
    assert herself().phone == ""


def test_code_under_way_to_the_old_address_is_worth_nothing(citra, desk, herself, makassar, portal) -> None:
    ask(portal(makassar))

    recover(desk, herself().key)

    with enter(makassar):
        assert not Code.objects.filter(address=EMAIL).exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"card_seen": ""}, "Tanpa KTP, akun tidak dipulihkan."),
        ({"reason": ""}, "Tulis alasannya"),
        ({"reason": "hilang"}, "Tambahkan beberapa kata"),
        ({"address": "0812"}, "Nomor HP terdiri dari 10 sampai 13 angka"),
        ({"address": "lain@example.org"}, "Alamat ini sudah dipakai akun lain."),
    ],
    ids=["no card", "no reason", "one word", "no number", "another's"],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(citra, desk, makassar, portal, more, said: str) -> None:
    come_in(portal(makassar), "lain@example.org").post("/warga/daftar/", {"name": "Lain"})
    with enter(makassar):
        key = Citizen.objects.get(email=EMAIL).key

    page = recover(desk, key, **more).content.decode()

    assert said in page
    assert more.get("address", NEW) in page
    assert citra.get("/warga/").status_code == 200


def test_new_phone_that_she_has_tried_first_becomes_hers(citra, desk, herself, makassar, portal) -> None:
    new = come_in(portal(makassar), NEW)

    assert recover(desk, herself().key).status_code == 302

    assert new.get("/warga/").status_code == 302
    assert herself().phone == NEW


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("citr", True), (EMAIL, True), ("0812 3456 7890", True), ("ci", False), ("example.org", False), ("", False)],
    ids=["name", "mail", "number", "two letters", "part of an address", "nothing"],
)
def test_citizen_is_found_by_what_she_says(citra, desk, makassar, text: str, is_found: bool) -> None:
    with enter(makassar):
        Citizen.objects.update(phone=PHONE)

    page = desk.get("/konsol/warga/", {"q": text}).content.decode()

    assert ("c•••@example.org · +62•••890" in page) is is_found
    assert EMAIL not in page.replace(f'value="{EMAIL}"', "")


def test_address_is_whole_on_her_own_page_and_the_look_is_in_the_history(citra, desk, herself, makassar) -> None:
    page = desk.get(f"/konsol/warga/{herself().key}/").content.decode()
    desk.get(f"/konsol/warga/{herself().key}/")

    with enter(makassar):
        entry = Entry.objects.get(action="citizens.look")
    assert (EMAIL in page, entry.subject_key, entry.actor.name) == (True, herself().key, "Sari")


def test_look_after_a_while_and_by_another_is_another(citra, desk, herself, makassar, portal) -> None:
    desk.get(f"/konsol/warga/{herself().key}/")
    with enter(makassar):
        wati = make_person("Wati", "administrator")

    portal(makassar, wati).get(f"/konsol/warga/{herself().key}/")
    with time_machine.travel(timezone.now() + recovery.ONE_LOOK):
        desk.get(f"/konsol/warga/{herself().key}/")

    with enter(makassar):
        looks = Entry.objects.filter(action="citizens.look").order_by("pk").values_list("actor_name", flat=True)
        assert list(looks) == ["Sari", "Wati", "Sari"]


def test_officer_notes_the_nik_on_the_card(citra, desk, herself, makassar) -> None:
    citra.post("/warga/nik/", {"nik": "7371092505900001"})

    desk.post(f"/konsol/warga/{herself().key}/ktp/", {"nik": NIK})

    row = herself()
    assert (row.verified_by, row.verifier.name, row.nik_masked) == ("officer", "Sari", "••••••••••••0002")
    assert "Dicocokkan petugas dengan KTP, " in citra.get("/warga/").content.decode()
    with enter(makassar):
        assert niks.unseal(row.nik_sealed) == NIK
        assert Entry.objects.filter(action="citizens.nik").latest("pk").actor.name == "Sari"


def test_nik_on_the_card_is_checked(citra, desk, herself) -> None:
    page = desk.post(f"/konsol/warga/{herself().key}/ktp/", {"nik": NIK[:15]})

    assert "NIK terdiri dari 16 angka; yang ini 15." in page.content.decode()


def test_nobody_recovers_without_the_right(citra, herself, makassar, as_budi) -> None:
    given = {"kind": "phone", "address": NEW, "reason": REASON, "other_lost": False}

    with enter(makassar), pytest.raises(NotPermitted):
        recovery.recover(herself(), **given, by=as_budi)
    with enter(makassar), pytest.raises(NotPermitted):
        identity.see(herself(), nik=NIK, by=as_budi)
