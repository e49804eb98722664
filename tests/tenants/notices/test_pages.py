"""The bell, the list, the choices, and the region's own texts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kernel.accounts import delegations
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.delegations import Terms
from kernel.accounts.models import Assignment, Person
from kernel.audit.models import Entry
from kernel.text import Text
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.notices import actions, queries, texts
from tenants.notices.actions import News, person
from tenants.notices.kinds import Audience, Channel
from tenants.notices.models import Choice, Notice
from tenants.notices.tokens import LEAVE
from tests.tenants.notices.conftest import carry_out

LIST, CHOICES, LETTERS = "/konsol/pemberitahuan/", "/konsol/pemberitahuan/pilihan/", "/konsol/surat/"
LETTER = "/konsol/surat/portal.invitation/id/"
GOOD = {"subject": "Undangan {portal}", "text": "Halo dari {by}.\n\n{link}"}


def lend_everything(giver: Person, receiver: Person, by: Actor) -> None:
    today = timezone.localdate()
    terms = Terms(today, today + timedelta(days=1), "Cuti")
    delegations.delegate(list(Assignment.objects.filter(person=giver)), to=receiver, terms=terms, by=by)


@pytest.fixture
def console(portal, makassar, budi) -> Client:
    return portal(makassar, budi)


@pytest.fixture
def told(kind, makassar, budi):
    """Budi was told of a road and of a lamp."""
    kind()
    with enter(makassar):
        for what in ("jalan", "lampu"):
            actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/wakil/", {"what": what}))


def bell(client: Client) -> str:
    page = client.get("/konsol/").content.decode()
    return "".join(re.findall(r'<a class="bell".*?</a>', page, re.S))


def test_bell_counts_what_is_unread(console, told) -> None:
    assert "<em>2<" in bell(console)


def test_bell_without_news_has_no_count(console) -> None:
    assert "<em>" not in bell(console)
    assert f'href="{LIST}"' in bell(console)


def test_list_shows_the_unread_first(console, told, makassar) -> None:
    with enter(makassar):
        actions.read(Notice.objects.get(context__what="lampu"))

    page = console.get(LIST).content.decode()

    assert page.index("Kabar jalan") < page.index("Kabar lampu")


def test_notice_leads_to_its_thing_and_is_read_then(console, told, makassar) -> None:
    with enter(makassar):
        key = Notice.objects.get(context__what="lampu").key

    response = console.get(f"{LIST}{key}/")

    assert response["Location"] == "/konsol/wakil/"
    assert "<em>1<" in bell(console)
    assert console.get(f"/en{LIST}{key}/")["Location"] == "/en/konsol/wakil/"


def test_nobody_opens_anothers_notice(told, portal, makassar, sari) -> None:
    with enter(makassar):
        key = Notice.objects.first().key

    assert portal(makassar, sari).get(f"{LIST}{key}/").status_code == 404


def test_all_are_marked_as_read_at_once(console, told) -> None:
    console.post(f"{LIST}dibaca/")

    assert "<em>" not in bell(console)


def test_empty_list_says_so(console) -> None:
    assert "Belum ada pemberitahuan." in console.get(LIST).content.decode()


def test_only_what_one_may_see_can_be_chosen(console, portal, makassar, sari) -> None:
    hers, his = (client.get(CHOICES).content.decode() for client in (portal(makassar, sari), console))

    assert "Operator meminta akses ke konsol" in hers
    assert "Operator meminta akses ke konsol" not in his
    assert "Laporan baru" in his


def test_choice_is_kept_and_recorded(console, makassar, as_budi) -> None:
    with enter(makassar):
        free = {kind.key: kind.channel for kind in queries.choosable(as_budi) if not kind.why_always}

    for _twice in range(2):
        console.post(CHOICES, free | {"complaints.new": "console"})

    with enter(makassar):
        assert dict(Choice.objects.values_list("kind", "channel")) == {"complaints.new": "console"}
        assert Entry.objects.get(action="notices.choose").after == {"complaints.new": "console"}


def test_operator_in_the_console_has_neither_bell_nor_choices(in_makassar) -> None:
    rani = Actor(ActorKind.OPERATOR, "rani0rani0", "Rani")

    assert (queries.unread(rani), queries.choosable(rani)) == (0, [])


def test_link_ends_mails_of_its_kind_only(kind, citizen, makassar, budi, as_budi) -> None:
    kind()
    with enter(makassar):
        token = LEAVE.sign(f"portal.trial:person:{budi.key}")

    assert "Hentikan surat ini" in citizen.get(f"/berhenti/{token}/").content.decode()
    for _twice in range(2):
        assert "Anda tidak akan menerima surat ini lagi" in citizen.post(f"/berhenti/{token}/").content.decode()

    with enter(makassar):
        assert queries.chosen(as_budi) == {"portal.trial": Channel.CONSOLE}
        assert Entry.objects.filter(action="notices.leave").count() == 1


def test_link_of_who_is_not_here_any_more_leads_nowhere(kind, citizen, makassar) -> None:
    kind()
    with enter(makassar):
        token = LEAVE.sign("portal.trial:person:tidakada")

    assert citizen.post(f"/berhenti/{token}/").status_code == 404


def test_citizen_who_ends_mails_gets_none(kind, citizen, makassar) -> None:
    kind(audience=Audience.CITIZENS)
    with enter(makassar):
        token = LEAVE.sign("portal.trial:citizen:kasus")

    citizen.post(f"/berhenti/{token}/")

    with enter(makassar):
        citra = actions.Recipient(Actor(ActorKind.CITIZEN, "kasus"), "citra@example.org")
        assert actions.notify("portal.trial", to=[citra], news=News("/")) == 0
        assert carry_out("mail.notice") == 0


def test_link_of_what_may_not_be_turned_off_says_why(citizen, makassar, budi) -> None:
    with enter(makassar):
        token = LEAVE.sign(f"support.asked:person:{budi.key}")

    page = citizen.post(f"/berhenti/{token}/").content.decode()

    assert "Surat ini tidak dapat dihentikan" in page
    with enter(makassar):
        assert not Choice.objects.exists()


@pytest.fixture
def office(portal, makassar, sari) -> Client:
    return portal(makassar, sari)


def test_region_writes_its_own_text_and_takes_it_back(office, makassar) -> None:
    office.post(LETTER, GOOD)
    with enter(makassar):
        kind = texts.kinds.here()["portal.invitation"]
        assert texts.of(kind, "id")._asdict() == GOOD
        assert texts.of(kind, "en") == texts.default(kind, "en")
    assert "Diubah" in office.get(LETTERS).content.decode()

    office.post(f"{LETTER}bawaan/")

    with enter(makassar):
        assert not Value.objects.filter(kind="notice").exists()
        assert Entry.objects.filter(action__startswith="notices.").count() == 2
    assert "Mengubah isi surat" in office.get("/konsol/riwayat/").content.decode()


def test_history_calls_the_mail_by_its_name(office) -> None:
    office.post(LETTER, GOOD)

    assert "Undangan" in office.get("/konsol/riwayat/").content.decode()


def test_text_that_is_the_default_is_not_kept(office, makassar) -> None:
    with enter(makassar):
        kind = texts.kinds.here()["portal.invitation"]

    office.post(LETTER, texts.default(kind, "id")._asdict())

    with enter(makassar):
        assert not Value.objects.filter(kind="notice").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"subject": "Dari {nama}"}, "{nama} tidak dikenal di surat ini."),
        ({"text": "Halo {nama}\n\n{link}"}, "{nama} tidak dikenal di surat ini."),
        ({"text": "Halo {by"}, "Ada kurung kurawal yang sendirian."),
        ({"text": "Halo {{by}}\n\n{link}"}, "Ada kurung kurawal yang sendirian."),
        ({"text": "Halo"}, "{link} belum ada"),
        ({"subject": ""}, "Judul"),
    ],
    ids=["subject", "text", "open", "double", "no link", "no subject"],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(office, makassar, wrong, said) -> None:
    page = office.post(LETTER, GOOD | {"text": "Yang saya tulis.\n\n{link}"} | wrong).content.decode()

    assert said in page
    assert ("Yang saya tulis." in page) or "text" in wrong
    with enter(makassar):
        assert not Value.objects.filter(kind="notice").exists()


def test_preview_shows_what_is_typed_and_keeps_nothing(office, makassar) -> None:
    response = office.post(f"{LETTER}pratinjau/", GOOD)

    page = response.content.decode()
    assert "Undangan Kota Makassar" in page
    assert "Halo dari Sari." in page
    assert "http://makassar.localhost:8000/undangan/contoh/" in page
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    with enter(makassar):
        assert not Value.objects.filter(kind="notice").exists()


def test_mail_that_leads_nowhere_is_previewed_too(office, kind) -> None:
    kind(text=Text(id="Ada kabar {what}.", en="News of {what}."), sample={"what": Text(id="jalan", en="the road")})

    page = office.get("/konsol/surat/portal.trial/id/pratinjau/").content.decode()

    assert "Ada kabar jalan." in page


def test_preview_of_what_cannot_be_saved_says_why(office) -> None:
    page = office.post(f"{LETTER}pratinjau/", GOOD | {"text": "{x}"}).content.decode()

    assert "Belum dapat dipratinjau" in page
    assert "{x} tidak dikenal di surat ini." in page


@pytest.mark.parametrize("path", ["/konsol/surat/portal.ikan/id/", "/konsol/surat/portal.invitation/jv/"])
def test_mail_or_language_that_does_not_exist_is_not_found(office, path) -> None:
    assert office.get(path).status_code == 404


def test_sender_is_kept_and_a_wrong_address_is_said(office, makassar) -> None:
    page = office.post(LETTERS, {"name": "Diskominfo", "reply_to": "bukan alamat"}).content.decode()
    assert "Diskominfo" in page
    assert "Belum tersimpan" in page

    office.post(LETTERS, {"name": "Diskominfo", "reply_to": "lapor@makassar.example"})

    with enter(makassar):
        kept = dict(Value.objects.filter(kind="setting", key__startswith="portal.").values_list("key", "value"))
        assert kept == {"portal.mail_name": "Diskominfo", "portal.reply_to": "lapor@makassar.example"}
        assert Entry.objects.filter(action="notices.change_sender").count() == 1
