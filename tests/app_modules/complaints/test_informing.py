"""What a reporter with an account is told, there and by mail."""

import pytest
from django.test import Client

from app_modules.complaints import actions, provision
from app_modules.complaints.models import Case
from kernel.accounts.actor import CITIZEN, PLATFORM, Actor
from tenants.citizens import tokens
from tenants.citizens.models import Citizen, CitizenSession
from tenants.notices.kinds import Channel
from tenants.notices.models import Choice, Notice
from tests.tenants.notices.conftest import queued

EMAIL, PHONE = "citra@example.org", "+6281234567890"


@pytest.fixture
def account(in_makassar) -> Citizen:
    return Citizen.objects.create(name="Citra", email=EMAIL, phone=PHONE, registered_at="2026-11-01T00:00Z")


@pytest.fixture
def other(in_makassar) -> Citizen:
    return Citizen.objects.create(name="Oka", email="oka@example.org", registered_at="2026-11-01T00:00Z")


def told(citizen: Citizen) -> list[str]:
    """Return what stands in the account, oldest first."""
    rows = Notice.objects.filter(recipient_key=citizen.key).order_by("id")
    return [row.context["sentence"] for row in rows]


def mails() -> list[tuple[str, str]]:
    """Return to whom mails of a report go, and as whom they know her."""
    return [(mail["to"], mail["recipient"]["key"]) for mail in queued("mail.notice")]


def test_each_change_stands_in_her_account_and_comes_by_mail(account, report, as_budi) -> None:
    case = report(citizen_key=account.key)
    actions.take(case, by=as_budi)
    actions.answer(case, note="Kabel diganti.", by=as_budi)

    assert told(account) == [
        "Laporan Anda sudah diterima.",
        "Petugas sedang memeriksa laporan Anda.",
        "Laporan Anda sudah dijawab. Beri tahu kami bila belum beres.",
    ]
    assert mails() == [(EMAIL, account.key)] * 3


@pytest.mark.parametrize("more", [{"email": "CITRA@example.org"}, {"phone": "0812-3456-7890"}], ids=["mail", "number"])
def test_report_of_a_proved_address_stands_in_her_account(account, report, more) -> None:
    report(**more)

    assert len(told(account)) == 1
    assert mails() == [(EMAIL, account.key)]


def test_report_with_anothers_address_is_mailed_there_as_ever(account, report) -> None:
    case = report(citizen_key=account.key, email="ibu@example.org")

    assert len(told(account)) == 1
    assert mails() == [("ibu@example.org", case.key)]
    assert queued("mail.notice")[0]["recipient"]["name"] == ""


@pytest.mark.parametrize("state", [{"is_active": False}, {"registered_at": None}], ids=["closed", "unfinished"])
def test_account_that_nobody_can_open_is_as_none(account, report, state) -> None:
    Citizen.objects.filter(pk=account.pk).update(**state)

    case = report(email=EMAIL)

    assert not Notice.objects.filter(kind="complaints.change").exists()
    assert mails() == [(EMAIL, case.key)]


def test_mail_to_an_address_that_somebody_typed_says_nothing_in_her_words(report) -> None:
    case = report(email="korban@example.org", description="Menang undian! Buka https://jahat.example/hadiah sekarang.")

    (mail,) = queued("mail.notice")
    assert "jahat" not in str(mail)
    assert str(case.category) in str(mail)


def test_number_alone_is_told_in_the_account(account, report) -> None:
    Citizen.objects.filter(pk=account.pk).update(email="")

    report(phone=PHONE)

    assert len(told(account)) == 1
    assert mails() == []


def test_report_that_is_kept_later_is_told_in_the_account_from_then_on(account, report, as_budi) -> None:
    case = report()
    actions.keep_in_account(case, citizen=account, by=CITIZEN)

    actions.take(Case.objects.get(pk=case.pk), by=as_budi)

    assert told(account) == ["Petugas sedang memeriksa laporan Anda."]


def test_who_ended_the_mails_of_a_report_gets_none_in_her_account_either(report, account, as_budi: Actor) -> None:
    case = report(email=EMAIL)
    Choice.objects.create(recipient=Actor(CITIZEN.kind, case.key), kind="complaints.change", channel=Channel.NONE)
    before = len(mails())

    actions.take(case, by=as_budi)

    assert (len(told(account)), len(mails())) == (2, before)


def test_link_is_sent_to_the_address_of_the_report_and_stands_in_no_account(account, report) -> None:
    case = report(citizen_key=account.key, email="ibu@example.org")

    actions.send_link(case.ticket, email="ibu@example.org")

    assert [mail["to"] for mail in queued("mail.notice")] == ["ibu@example.org"] * 2
    assert len(told(account)) == 1


def test_sample_is_told_to_nobody(account, in_makassar) -> None:
    provision.sample(PLATFORM)

    assert not Notice.objects.filter(kind="complaints.change").exists()


def logged_in(client: Client, citizen: Citizen) -> Client:
    client.cookies["citizen"] = token = tokens.new()
    CitizenSession.objects.create(citizen=citizen, token_hash=tokens.digest(token))
    return client


@pytest.fixture
def path(account, report) -> str:
    """Return where a notice of Citra's leads."""
    report(citizen_key=account.key)
    return str(Notice.objects.get(recipient_key=account.key).path)


def test_notice_keeps_no_secret_link_and_leads_to_her_report(path, citizen, account) -> None:
    assert path.startswith("/laporan/saya/")

    assert logged_in(citizen, account).get(path)["Location"].startswith("/laporan/ikuti/")
    assert citizen.get(f"/en{path}")["Location"].startswith("/en/laporan/ikuti/")


def test_report_of_somebody_else_is_not_found(path, citizen, other) -> None:
    assert logged_in(citizen, other).get(path).status_code == 404
