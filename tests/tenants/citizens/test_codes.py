"""A code is good once, for ten minutes and five tries, in the browser that asked for it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tenants.citizens import codes, tasks, tokens
from tenants.citizens.limits import TRIED
from tenants.citizens.models import Citizen, Code
from tenants.isolation.current import enter
from tests.tenants.citizens.conftest import EMAIL, ask, come_in, last_code

pytestmark = pytest.mark.usefixtures("clean_cache")


def give(client: Client, digits: str) -> str:
    """Return the page after a code was typed; empty where she is in."""
    page = client.post("/warga/kode/", {"digits": digits})
    return "" if page.status_code == 302 else page.content.decode()


def other(digits: str) -> str:
    return digits[1:] + str((int(digits[0]) + 1) % 10) if len(set(digits)) > 1 else f"{(int(digits) + 1) % 10**6:06}"


def test_code_lets_somebody_new_in_and_asks_her_name(citizen) -> None:
    ask(citizen)

    page = citizen.post("/warga/kode/", {"digits": last_code()})

    assert (page.status_code, page["Location"]) == (302, "/warga/daftar/")
    assert citizen.get("/warga/daftar/").status_code == 200


def test_code_is_taken_however_it_is_spaced(citizen) -> None:
    ask(citizen)
    digits = last_code()

    assert give(citizen, f" {digits[:3]}-{digits[3:5]} {digits[5:]} ") == ""


def test_code_is_used_up(citizen, makassar, portal) -> None:
    ask(citizen)
    token, digits = citizen.cookies[settings.CITIZEN_COOKIE].value, last_code()
    assert give(citizen, digits) == ""

    again = portal(makassar)
    again.cookies[settings.CITIZEN_COOKIE] = token

    assert again.post("/warga/kode/", {"digits": digits})["Location"] == "/warga/masuk/"


def test_code_is_good_in_the_browser_that_asked_only(citizen, makassar, portal) -> None:
    ask(citizen)
    stranger = ask(portal(makassar), "orang.lain@example.org")

    assert "bukan kode yang kami kirim" in give(stranger, last_code())
    assert give(citizen, last_code()) == ""


@pytest.mark.parametrize(("minutes", "is_good"), [(9, True), (10, False)])
def test_code_lasts_ten_minutes(citizen, minutes: int, is_good: bool) -> None:
    ask(citizen)

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        page = give(citizen, last_code())

    assert (page == "") is is_good
    assert ("tidak berlaku lagi" in page) is not is_good


def test_code_is_tried_five_times(citizen) -> None:
    ask(citizen)
    digits = last_code()

    said = [give(citizen, other(digits)) for _try in range(5)]

    assert "Masih bisa dicoba 4 kali" in said[0]
    assert "Masih bisa dicoba 1 kali" in said[3]
    assert "tidak berlaku lagi" in said[4]
    assert "tidak berlaku lagi" in give(citizen, digits)


def test_new_code_takes_the_place_of_the_one_before(citizen, makassar) -> None:
    ask(citizen)
    first = last_code()

    page = citizen.post("/warga/kode/baru/", follow=True).content.decode()

    assert "Kode baru sudah dikirim" in page
    with enter(makassar):
        assert (
            Code.objects.filter(browser_hash=tokens.digest(citizen.cookies[settings.CITIZEN_COOKIE].value)).count() == 1
        )
    assert first == last_code() or "bukan kode" in give(citizen, first)
    assert give(citizen, last_code()) == ""


def test_browser_that_asked_for_nothing_is_led_to_ask(citizen) -> None:
    paths = ("/warga/kode/", "/warga/kode/baru/")

    assert [citizen.post(path)["Location"] for path in paths] == ["/warga/masuk/"] * 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Tulis enam angka yang kami kirim."),
        ("12345", "Kode terdiri dari enam angka; yang ini 5."),
        ("1234567", "Kode terdiri dari enam angka; yang ini 7."),
        ("12345a", "Kode hanya berisi angka."),
        ("١٢٣٤٥٦", "Kode hanya berisi angka."),
    ],
    ids=["nothing", "five", "seven", "a letter", "other digits"],
)
def test_what_is_no_code_is_said_and_costs_no_try(citizen, makassar, typed: str, said: str) -> None:
    ask(citizen)

    assert said in give(citizen, typed)
    with enter(makassar):
        assert Code.objects.get(address=EMAIL).tries == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Tulis, supaya kami dapat mengirim kode"), ("citra", "Alamat email punya @"), ("021 5551234", "diawali 08")],
    ids=["nothing", "a word", "a telephone at home"],
)
def test_what_is_no_address_is_said(citizen, typed: str, said: str) -> None:
    page = citizen.post("/warga/masuk/", {"address": typed}).content.decode()

    assert said in page
    assert f'value="{typed}"' in page or not typed


def test_answer_is_the_same_whether_the_address_is_known(citizen, makassar, portal) -> None:
    come_in(portal(makassar))
    answers = []
    for address in (EMAIL, "baru@example.org"):
        page = citizen.post("/warga/masuk/", {"address": address})
        answers.append((page.status_code, page["Location"], page.content))

    assert answers[0] == answers[1] == (302, "/warga/kode/", b"")


def test_capitals_are_one_address(citizen, makassar, portal) -> None:
    come_in(citizen)
    second = ask(portal(makassar), "Citra@Example.ORG")
    assert give(second, last_code()) == ""

    with enter(makassar):
        assert Citizen.objects.count() == 1


def test_code_stands_nowhere_in_the_table(citizen, makassar) -> None:
    ask(citizen)

    with enter(makassar):
        row = Code.objects.get()
        assert last_code() not in str(vars(row).values())
        assert row.code_hash == tokens.code_digest(row.key, last_code())


def test_codes_that_are_over_are_deleted(citizen, makassar) -> None:
    ask(citizen)

    with enter(makassar):
        tasks.forget()
        assert Code.objects.count() == 1
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            tasks.forget()
        assert Code.objects.count() == 0


def test_browser_asks_for_five_codes_an_hour(citizen) -> None:
    for _number in range(5):
        ask(citizen)

    page = citizen.post("/warga/masuk/", {"address": EMAIL})

    assert page.status_code == 429
    assert "Terlalu banyak" in page.content.decode()
    assert f'value="{EMAIL}"' in page.content.decode()


def test_strangers_who_ask_do_not_lock_her_browser_out(citra, makassar, portal) -> None:
    strangers = portal(makassar)
    for number in range(30):
        strangers.post("/warga/masuk/", {"address": EMAIL}, REMOTE_ADDR=f"10.1.{number}.7")
    citra.post("/warga/keluar/")

    assert strangers.post("/warga/masuk/", {"address": EMAIL}, REMOTE_ADDR="10.2.1.7").status_code == 429
    come_in(citra)


def test_strangers_who_guess_do_not_lock_a_new_phone_out(citra, makassar, portal) -> None:
    for number in range(7):
        guesser = portal(makassar)
        guesser.defaults["REMOTE_ADDR"] = f"10.1.{number}.7"
        ask(guesser)
        for _try in range(5):
            give(guesser, other(last_code()))

    phone = portal(makassar)
    phone.defaults["REMOTE_ADDR"] = "10.9.9.9"
    ask(phone)
    assert give(phone, last_code()) == ""


def test_guesses_at_one_address_from_everywhere_come_to_an_end(citizen, makassar) -> None:
    ask(citizen)
    with enter(makassar):
        for _guess in range(TRIED.anywhere.at_most):
            TRIED.anywhere.take(f"try:{EMAIL}")

    assert "Tunggu 24 jam" in give(citizen, last_code())


def test_code_is_counted_against_the_browser_before_redis_forgets(citizen, makassar) -> None:
    ask(citizen)
    give(citizen, other(last_code()))
    with enter(makassar):
        cache.clear()
    give(citizen, other(last_code()))

    with enter(makassar):
        assert Code.objects.get().tries == 2


def test_nobody_takes_a_code_without_a_row(in_makassar) -> None:
    with pytest.raises(codes.NoCode):
        codes.prove("none", "123456")
