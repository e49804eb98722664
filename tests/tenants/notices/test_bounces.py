"""Mails that come back."""

import io
import mailbox
from email import message_from_string
from email.message import Message

import pytest
from django.core.management import CommandError, call_command

from kernel.accounts.models import Person
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.models import Job
from tenants.notices import bounces, failing
from tenants.notices.errors import AddressTaken, NotFailing
from tenants.notices.management.commands import read_bounces
from tenants.notices.models import FailingAddress
from tests.kernel.accounts.test_log_in import log_in

CITRA = "citra@example.org"
REPORT = """\
From: MAILER-DAEMON@lain.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="batas"

--batas
Content-Type: text/plain

It did not work.

--batas
Content-Type: message/delivery-status

Reporting-MTA: dns; lain.example

{original}Final-Recipient: rfc822; {email}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} no such   user

--batas--
"""


@pytest.fixture(autouse=True)
def mailbox_of_bounces(settings) -> None:
    settings.MAIL_BOUNCES = "pantul@live.example"


def came_back(where: Tenancy, email: str = CITRA, *, action: str = "failed", status: str = "5.1.1", **more) -> Message:
    """Return what a server writes of a mail that this region sent to the address."""
    with enter(where):
        to = more.get("to") or bounces.envelope(CITRA)
    original = more.get("original", "")
    return message_from_string(REPORT.format(to=to, email=email, action=action, status=status, original=original))


def known(where: Tenancy) -> dict[str, bool]:
    with enter(where):
        return dict(FailingAddress.objects.values_list("email", "is_final"))


def test_report_marks_the_address_in_its_region_only(makassar, jayapura) -> None:
    assert read_bounces.note(came_back(makassar))

    assert (known(makassar), known(jayapura)) == ({CITRA: True}, {})
    with enter(makassar):
        assert FailingAddress.objects.get().reason == "5.1.1 no such user"


def test_full_mailbox_is_given_up_after_five_times(makassar) -> None:
    for _time in range(failing.MOST_FAILURES - 1):
        read_bounces.note(came_back(makassar, status="4.2.2"))
    assert known(makassar) == {CITRA: False}

    read_bounces.note(came_back(makassar, status="4.2.2"))

    assert known(makassar) == {CITRA: True}


def test_forwarded_mail_is_known_by_whom_we_wrote_to(makassar) -> None:
    report = came_back(makassar, "lain@example.net", original=f"Original-Recipient: rfc822;{CITRA}\n")

    read_bounces.note(report)

    assert known(makassar) == {CITRA: True}


def test_capitals_that_a_server_changed_do_not_matter(makassar) -> None:
    assert read_bounces.note(came_back(makassar, "CITRA@example.org"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "sari@example.org"},
        {"to": "pantul@live.example"},
        {"to": "pantul+tidakada-abcdefghjkmn-00000000000000000000@live.example"},
        {"action": "delayed"},
    ],
    ids=["another address", "no token", "forged token", "only a delay"],
)
def test_what_is_no_report_of_a_mail_of_ours_changes_nothing(makassar, wrong) -> None:
    assert not read_bounces.note(came_back(makassar, **wrong))

    assert known(makassar) == {}


def test_token_of_another_region_changes_nothing(makassar, jayapura) -> None:
    with enter(makassar):
        to = bounces.envelope(CITRA).replace(makassar.key, jayapura.key)

    assert not read_bounces.note(came_back(makassar, to=to))


def test_report_of_a_region_that_is_gone_changes_nothing(makassar, monkeypatch) -> None:
    report = came_back(makassar)
    monkeypatch.setattr(read_bounces.Tenant.objects, "filter", lambda **_which: read_bounces.Tenant.objects.none())

    assert not read_bounces.note(report)


def test_any_other_mail_is_left_in_the_mailbox(makassar, tmp_path) -> None:
    box = mailbox.mbox(tmp_path / "pantul")
    box.add(came_back(makassar))
    box.add(message_from_string("To: pantul@live.example\nSubject: Halo\n\nSaya libur."))
    box.close()
    out = io.StringIO()

    call_command("read_bounces", tmp_path / "pantul", stdout=out)

    assert out.getvalue() == "2 read, 1 understood.\n"
    assert "Subject: Halo" in (tmp_path / "pantul").read_text()
    assert "Undelivered" not in (tmp_path / "pantul").read_text()
    assert known(makassar) == {CITRA: True}


def test_maildir_is_read_too(makassar, tmp_path) -> None:
    mailbox.Maildir(tmp_path / "pantul").add(came_back(makassar))

    call_command("read_bounces", tmp_path / "pantul", stdout=io.StringIO())

    assert known(makassar) == {CITRA: True}
    assert len(mailbox.Maildir(tmp_path / "pantul")) == 0


def test_mail_server_pipes_one_mail_in(makassar, monkeypatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(came_back(makassar).as_bytes()))
    monkeypatch.setattr("sys.stdin", piped)

    call_command("read_bounces", stdout=io.StringIO())

    assert known(makassar) == {CITRA: True}


def test_mailbox_that_is_not_there_is_said(tmp_path) -> None:
    with pytest.raises(CommandError, match="There is no mailbox"):
        call_command("read_bounces", tmp_path / "tidak-ada")


def test_administrator_sees_it_and_corrects_the_address(portal, makassar, sari, budi) -> None:
    with enter(makassar):
        failing.note(budi.email, is_final=True, reason="550 no such user")
    browser, page = portal(makassar, sari), f"/konsol/orang/{budi.key}/"
    assert "email tidak sampai" in browser.get("/konsol/orang/").content.decode()
    assert "550 no such user" in browser.get(page).content.decode()
    taken = browser.post(f"{page}alamat/", {"email": sari.email}).content.decode()
    assert "Alamat ini milik orang lain di sini." in taken
    assert 'value="budi"' in browser.post(f"{page}alamat/", {"email": "budi"}).content.decode()

    browser.post(f"{page}alamat/", {"email": "Budi.baru@example.org"})

    with enter(makassar):
        assert Person.objects.get(key=budi.key).email == "budi.baru@example.org"
        assert not FailingAddress.objects.exists()
        entry = Entry.objects.get(action="people.correct_address")
        assert (entry.before, entry.after) == ({"email": "b•••@example.org"}, {"email": "b•••@example.org"})
    assert "Email tidak sampai" not in browser.get(page).content.decode()


def test_address_at_which_mails_arrive_is_nobody_elses_to_change(in_makassar, sari, budi, as_sari, as_budi) -> None:
    with pytest.raises(NotFailing):
        failing.correct(budi, "x@example.org", by=as_sari)
    failing.note(sari.email, is_final=True, reason="")
    with pytest.raises(NotPermitted):
        failing.correct(sari, "x@example.org", by=as_budi)
    with pytest.raises(AddressTaken):
        failing.correct(sari, budi.email, by=as_sari)


def test_region_without_a_mailbox_for_bounces_sends_from_its_usual_address(settings, in_makassar) -> None:
    settings.MAIL_BOUNCES = ""

    assert bounces.envelope(CITRA) == "portal@localhost"


@pytest.mark.parametrize(("email", "told"), [("budi.baru@example.org", 2), ("BUDI@example.org", 0)])
def test_other_address_ends_what_was_open_and_both_are_told(portal, makassar, budi, as_sari, email, told) -> None:
    browser = portal(makassar)
    log_in(browser, email=budi.email)
    with enter(makassar):
        failing.note(budi.email, is_final=True, reason="")
        failing.correct(budi, email, by=as_sari)

    assert browser.get("/konsol/").status_code == (302 if told else 200)
    with enter(Place.PLATFORM):
        text = "membetulkan alamat email"
        mails = Job.objects.filter(name="mail.deliver", payload__text__icontains=text)
        assert len(set(mails.values_list("payload__to", flat=True))) == told
