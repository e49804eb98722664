"""What the reporter and the administrators are told."""

import datetime
import json

from django.core import mail as outbox
from django.utils import timezone

from app_modules.complaints import actions, provision
from app_modules.complaints.models import Case, Entry, Kind
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry as Record
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.tenants.notices.conftest import carry_out


def _mails() -> list[dict]:
    with enter(Place.PLATFORM):
        return [job.payload for job in Job.objects.filter(name="mail.notice").order_by("id")]


def test_reporter_is_told_of_each_change(case, works, as_budi):
    actions.take(case, by=as_budi)
    actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    actions.answer(case, note="Kabel diganti.", by=as_budi)
    actions.close(case, note="Beres.", by=as_budi)

    mails = [mail for mail in _mails() if mail["to"] == "citra@example.org"]
    assert [mail["news"]["context"]["sentence"] for mail in mails] == [
        "Laporan Anda sudah diterima.",
        "Petugas sedang memeriksa laporan Anda.",
        "Laporan Anda sudah diperiksa dan diteruskan ke Dinas Pekerjaan Umum.",
        "Laporan Anda sudah dijawab. Beri tahu kami bila belum beres.",
        "Laporan Anda ditutup.",
    ]


def test_mail_carries_the_link_and_the_deadline(case):
    carry_out("mail.notice")

    text = outbox.outbox[-1].body
    assert "http://makassar.localhost:8000/laporan/ikuti/" in text
    assert "Diperiksa paling lambat" in text
    assert case.ticket in text


def test_english_reporter_is_told_in_english(report):
    report(email="citra@example.org", language="en")

    (mail,) = _mails()
    assert mail["news"]["context"]["sentence"] == "Your report was received."
    assert mail["news"]["path"].startswith("/en/laporan/ikuti/")
    assert mail["language"] == "en"


def test_without_address_nobody_is_mailed(report):
    report()

    assert _mails() == []


def test_hourly_jobs_add_nothing_to_the_sample(in_makassar):
    provision.sample(PLATFORM)
    before = (list(Case.objects.order_by("id").values()), list(Entry.objects.order_by("id").values()))
    records = Record.objects.count()

    done = (actions.recount(), actions.escalate(timezone.localdate()), actions.close_expired(timezone.localdate()))

    assert done == (0, 0, 0)
    assert (list(Case.objects.order_by("id").values()), list(Entry.objects.order_by("id").values())) == before
    assert Record.objects.count() == records


def test_link_is_sent_to_the_reporter_only(case):
    actions.send_link(case.ticket, email="x@example.org")
    actions.send_link(case.ticket, email="CITRA@example.org")

    assert [mail["kind"] for mail in _mails()] == ["complaints.change", "complaints.link"]


def test_administrators_get_one_list_of_late_cases(case, sari, budi):
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=1))

    actions.escalate(timezone.localdate())

    lists = [mail for mail in _mails() if mail["kind"] == "complaints.overdue"]
    assert [mail["to"] for mail in lists] == [sari.email]
    assert case.ticket in json.dumps(lists[0])


def test_sample_makes_each_state_once_and_tells_nobody(in_makassar):
    provision.sample(PLATFORM)
    rows = list(Case.objects.order_by("id").values())
    entries = Entry.objects.count()

    provision.sample(PLATFORM)

    assert list(Case.objects.order_by("id").values()) == rows
    assert Entry.objects.count() == entries
    assert {row["state"] for row in rows} == set(Case.State.values)
    assert all(row["is_sample"] for row in rows)
    assert _mails() == []
