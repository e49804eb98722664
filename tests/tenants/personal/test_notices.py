"""What a citizen is told of her requests, in her account; and what is held and taken away of that."""

import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest

from app_modules.complaints.models import Case
from kernel.accounts.actor import Actor
from tenants.citizens.models import Citizen
from tenants.customization.models import Value
from tenants.notices import actions as notices
from tenants.notices.kinds import Channel
from tenants.notices.models import Choice, Notice
from tenants.personal import account, actions, exporting
from tenants.personal.models import DataRequest
from tests.tenants.notices.conftest import queued

pytestmark = pytest.mark.usefixtures("in_makassar")
Right = DataRequest.Kind


@pytest.fixture
def herself(in_makassar) -> Citizen:
    return Citizen.objects.create(name="Citra", email="citra@example.org", registered_at="2026-11-01T00:00Z")


def ask(citizen: Citizen, right: str = Right.ACCESS) -> DataRequest:
    return actions.ask(account.subject_of(citizen), right, "Siapa yang menerima data saya?")


def told(citizen: Citizen) -> list[str]:
    return list(Notice.objects.filter(recipient_key=citizen.key).order_by("id").values_list("kind", flat=True))


def mails() -> list[str]:
    return [mail["kind"] for mail in queued("mail.notice")]


def test_request_and_answer_stand_in_her_account(herself, as_sari: Actor) -> None:
    actions.answer(ask(herself), "Hanya Dinas Sosial.", is_done=False, by=as_sari)

    assert told(herself) == mails() == ["personal.received", "personal.answered"]
    answered = Notice.objects.get(kind="personal.answered")
    assert answered.path == "/warga/data-saya/#asked"
    assert answered.context["result"] == "Permintaan Anda tidak dapat dipenuhi"
    assert answered.context["answer"] == "Hanya Dinas Sosial."


def test_answer_comes_by_mail_whatever_she_chose(herself, as_sari: Actor) -> None:
    only_here = {"personal.received": Channel.CONSOLE, "personal.answered": Channel.CONSOLE}
    notices.choose(only_here, by=herself.as_actor())

    actions.answer(ask(herself), "Hanya Dinas Sosial.", is_done=True, by=as_sari)

    assert mails() == ["personal.answered"]
    assert len(told(herself)) == 2


def test_short_message_says_what_the_regions_letter_is_called(herself) -> None:
    key = "personal.received:subject:id"
    Value.objects.create(kind=Value.Kind.NOTICE, key=key, value="Permintaan Anda sampai")
    Citizen.objects.filter(pk=herself.pk).update(email="", phone="+6281234567890")

    ask(Citizen.objects.get(pk=herself.pk))

    assert queued("sms.deliver")[0]["text"].startswith("Permintaan Anda sampai. http://makassar.localhost")
    assert (mails(), told(herself)) == ([], ["personal.received"])


def test_what_she_was_told_and_chose_is_held_and_taken_along(herself, report: Callable[..., Case]) -> None:
    case = report(email=herself.email)
    notices.choose({"complaints.change": Channel.CONSOLE}, by=herself.as_actor())

    with exporting.write(account.holdings(herself)) as content, ZipFile(content) as archive:
        data = json.loads(archive.read("data.json"))

    (row,) = data["notices"]
    assert case.ticket in row["said"]
    assert data["account"][0]["complaints.change"] == str(Channel.CONSOLE.label)


def test_who_was_told_nothing_holds_only_her_account(herself) -> None:
    assert [part.name for part in account.holdings(herself)] == ["account"]


def test_deletion_takes_her_notices_and_choices_away(herself, as_sari: Actor, report: Callable[..., Case]) -> None:
    other = Citizen.objects.create(name="Oka", email="oka@example.org", registered_at="2026-11-01T00:00Z")
    for citizen in (herself, other):
        report(email=citizen.email)
        notices.choose({"complaints.change": Channel.CONSOLE}, by=citizen.as_actor())

    actions.answer(ask(herself, Right.DELETION), "Sudah dihapus.", is_done=True, by=as_sari)

    assert mails()[-1] == "personal.answered"
    left = [set(model.objects.values_list("recipient_key", flat=True)) for model in (Notice, Choice)]
    assert left == [{other.key}, {other.key}]


def test_deletion_is_of_the_addresses_that_are_hers_when_it_is_answered(herself, as_sari: Actor, report) -> None:
    asked = ask(herself, Right.DELETION)
    Citizen.objects.filter(pk=herself.pk).update(email="baru@example.org")
    Citizen.objects.create(name="Oka", email="citra@example.org", registered_at="2026-11-01T00:00Z")
    hers, his = report(email="baru@example.org", name="Citra"), report(email="citra@example.org", name="Oka")

    actions.answer(asked, "Sudah dihapus.", is_done=True, by=as_sari)

    assert [Case.objects.get(pk=case.pk).reporter_name for case in (hers, his)] == ["", "Oka"]
    assert queued("mail.notice")[-1]["to"] == "baru@example.org"


def test_who_has_no_account_any_more_is_answered_by_mail_alone(herself, as_sari: Actor) -> None:
    asked = ask(herself)
    account.close(herself.key, by=as_sari)

    actions.answer(asked, "Hanya Dinas Sosial.", is_done=True, by=as_sari)

    assert mails()[-1] == "personal.answered"
    assert told(herself) == []
