"""Who is told what, and how."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Assignment, Person, Role, Unit
from kernel.accounts.permissions import may
from kernel.accounts.queries import as_actor
from tenants.notices import actions, queries, tasks, ways
from tenants.notices.actions import News, Recipient, person
from tenants.notices.kinds import Audience, Channel, in_each
from tenants.notices.models import Notice
from tests.conftest import PASSWORD
from tests.tenants.notices.conftest import carry_out, queued

pytestmark = pytest.mark.usefixtures("in_makassar")
ROAD = News("/konsol/", {"what": "jalan"})


@pytest.mark.parametrize(
    ("channel", "heard"),
    [
        (Channel.NOW, (1, 1, 0)),
        (Channel.DIGEST, (1, 0, 1)),
        (Channel.CONSOLE, (1, 0, 0)),
        (Channel.NONE, (0, 0, 0)),
    ],
)
def test_each_hears_as_she_chose(kind, budi, as_budi, channel, heard) -> None:
    kind(channel=Channel.NOW)
    actions.choose({"portal.trial": channel}, by=as_budi)

    actions.notify("portal.trial", to=[person(budi)], news=ROAD)

    waiting = Notice.objects.filter(is_for_digest=True)
    assert (Notice.objects.count(), len(queued("mail.notice")), waiting.count()) == heard


def test_who_has_not_chosen_hears_as_the_kind_says(kind, budi) -> None:
    kind(channel=Channel.DIGEST)

    actions.notify("portal.trial", to=[person(budi)], news=ROAD)

    notice = Notice.objects.get()
    assert (notice.recipient, notice.is_for_digest) == (Actor(ActorKind.PERSON, budi.key), True)
    assert queued("mail.notice") == []


def test_what_may_not_be_turned_off_ignores_choices(kind, budi, as_budi) -> None:
    made = kind(why_always=kind().title)
    actions.choose({made.key: Channel.NONE}, by=as_budi)

    actions.notify(made.key, to=[person(budi)], news=ROAD)

    assert [mail["to"] for mail in queued("mail.notice")] == ["budi@example.org"]


def test_address_without_an_account_gets_a_mail_and_no_row(kind) -> None:
    kind(audience=Audience.CITIZENS)

    actions.notify("portal.trial", to=[Recipient(Actor(ActorKind.CITIZEN, "kasus"), "citra@example.org")], news=ROAD)

    assert [mail["to"] for mail in queued("mail.notice")] == ["citra@example.org"]
    assert not Notice.objects.exists()


def test_kind_of_a_module_that_is_off_tells_nobody(budi) -> None:
    assert actions.notify("ikan.new", to=[person(budi)], news=ROAD) == 0
    tasks.spread("ikan.new", {}, unit="", area_code="")

    assert not Notice.objects.exists()


def test_of_one_occasion_each_is_told_once(kind, sari, budi) -> None:
    kind()
    once = News("/konsol/", {"what": "jalan"}, once="jalan:1")
    actions.notify("portal.trial", to=[person(budi)], news=once)

    told = actions.notify("portal.trial", to=[person(budi), person(sari)], news=once)

    assert told == 1
    assert [mail["to"] for mail in queued("mail.notice")] == ["budi@example.org", "sari@example.org"]


def test_telling_fifty_asks_as_often_as_telling_one(kind, budi) -> None:
    kind(channel=Channel.CONSOLE)
    many = [
        Recipient(Actor(ActorKind.PERSON, f"orang{number}"), "x@example.org", has_account=True) for number in range(50)
    ]

    counts = []
    for to in ([person(budi)], many):
        with CaptureQueriesContext(connection) as asked:
            actions.notify("portal.trial", to=to, news=ROAD)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 6


def test_spread_goes_on_in_bounded_pieces(kind, monkeypatch, sari, budi) -> None:
    kind(permission="complaints.view", channel=Channel.CONSOLE)
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    actions.spread("portal.trial", news=ROAD)

    runs = 0
    while carry_out("notices.spread"):
        runs += 1

    assert runs == 3
    assert set(Notice.objects.values_list("recipient_key", flat=True)) == {sari.key, budi.key}


@pytest.mark.parametrize("of_unit", [True, False], ids=["of the unit", "of no unit"])
@pytest.mark.parametrize("area", ["", "73.71.09", "73.71.09.1001", "73.71.10"])
def test_those_are_told_for_whom_may_says_yes(sari, of_unit, area) -> None:
    ours, other = Unit.objects.create(name="Kami"), Unit.objects.create(name="Mereka")
    viewer = Role.objects.create(key="viewer", title_id="x", title_en="x", permissions=["complaints.view"])
    nothing = Role.objects.create(key="nothing", title_id="x", title_en="x", permissions=["news.view"])
    for number, (role, unit, code) in enumerate(
        [
            (viewer, None, ""), (viewer, ours, ""), (viewer, other, ""), (viewer, None, "73.71.09"),
            (viewer, ours, "73.71.09"), (viewer, None, "73.71.1"), (nothing, None, ""),
        ]
    ):  # fmt: skip
        one = Person.objects.create_user(f"p{number}@example.org", f"P{number}", PASSWORD)
        Assignment.objects.create(person=one, role=role, unit=unit, area_code=code)
    gone = Person.objects.create_user("gone@example.org", "Gone", PASSWORD)
    Assignment.objects.create(person=gone, role=viewer)
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    unit = ours if of_unit else None
    subject = type("Subject", (), {"unit_id": unit.pk if unit else None, "area_code": area})

    told = set(queries.who_may("complaints.view", unit=unit, area_code=area))

    everybody = Person.objects.filter(is_active=True)
    assert told == {one for one in everybody if may(as_actor(one), "complaints.view", subject)}
    assert sari in told


def test_who_stands_in_for_a_colleague_is_told_too(sari, budi, as_sari) -> None:
    from tests.tenants.notices.test_pages import lend_everything

    lend_everything(sari, budi, as_sari)

    assert set(queries.who_may("support.grant")) == {sari, budi}


def test_old_notices_are_forgotten(kind, budi) -> None:
    kind()
    actions.notify("portal.trial", to=[person(budi)], news=ROAD)

    with time_machine.travel(timezone.now() + tasks.KEPT + timedelta(seconds=1)):
        tasks.forget_old()

    assert not Notice.objects.exists()


@pytest.fixture
def english(budi) -> Person:
    """Budi, who reads English."""
    budi.language = "en"
    budi.save()
    return budi


def test_mail_is_in_the_language_that_she_chose_and_leads_to_its_page(kind, english) -> None:
    kind()
    actions.notify("portal.trial", to=[person(english)], news=ROAD)

    carry_out("mail.notice")

    (sent,) = outbox.outbox
    assert (sent.subject, "Hello Budi" in sent.body) == ("News of jalan", True)
    assert "http://makassar.localhost:8000/en/konsol/\n" in sent.body


@pytest.mark.parametrize(("language", "heard"), [("id", "Kabar Jumat"), ("en", "News of Friday")])
def test_what_differs_in_each_language_is_told_in_hers(kind, budi, portal, makassar, language, heard) -> None:
    kind()
    Person.objects.filter(pk=budi.pk).update(language=language)
    told = in_each(lambda: date_format(date(2026, 11, 27), "l"))

    actions.notify("portal.trial", to=[person(Person.objects.get(pk=budi.pk))], news=News("/konsol/", {"what": told}))
    carry_out("mail.notice")

    prefix = "" if language == "id" else f"/{language}"
    assert outbox.outbox[0].subject == heard
    assert heard in portal(makassar, budi).get(f"{prefix}/konsol/pemberitahuan/").content.decode()


def test_path_that_is_no_page_of_ours_stays_as_it_is() -> None:
    assert ways.in_language("/di-mana/", "en") == "/di-mana/"
