"""What a citizen asks about her own data is answered within three days, and a deletion leaves nothing of her."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from app_modules.complaints.models import Case
from kernel.accounts.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tenants.notices import failing
from tenants.notices.models import FailingAddress
from tenants.personal import actions, queries, tasks
from tenants.personal.errors import AnsweredAlready, AskedAlready
from tenants.personal.holdings import Subject
from tenants.personal.models import DataRequest
from tests.tenants.notices.conftest import queued

DELETION, CORRECTION, ACCESS = DataRequest.Kind.DELETION, DataRequest.Kind.CORRECTION, DataRequest.Kind.ACCESS
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("in_makassar")


def mails(to: str) -> list[str]:
    """Return of what the address is mailed."""
    return [payload["kind"] for payload in queued("mail.notice") if payload["to"] == to]


def spread() -> list[str]:
    """Return of what officers were told."""
    return [payload["kind"] for payload in queued("notices.spread")]


def test_answer_is_due_in_three_times_24_hours_at_the_weekend_too(citra: Subject) -> None:
    with time_machine.travel("2026-11-27T10:00:00Z", tick=False):  # a Friday
        asked = actions.ask(citra, CORRECTION, "Nama saya Citra, bukan Citro.")
        assert asked.due_at.isoformat() == "2026-11-30T10:00:00+00:00"
        assert (asked.hours_left, asked.is_late) == (72, False)

    with time_machine.travel("2026-11-30T12:30:00Z", tick=False):
        assert (asked.hours_left, asked.is_late) == (2, True)


def test_both_sides_are_told(citra: Subject, as_sari: Actor) -> None:
    asked = actions.ask(citra, ACCESS, "Siapa yang menerima data saya?")
    actions.answer(asked, "Hanya Dinas Pekerjaan Umum.", is_done=True, by=as_sari)

    assert mails(citra.email) == ["personal.received", "personal.answered"]
    assert spread() == ["personal.asked"]
    assert list(
        Entry.objects.filter(action__startswith="personal.").order_by("id").values_list("action", flat=True)
    ) == [
        "personal.ask",
        "personal.answer",
    ]


def test_double_click_asks_once_and_other_words_are_refused(citra: Subject) -> None:
    first = actions.ask(citra, CORRECTION, "Nama saya Citra.")

    assert actions.ask(citra, CORRECTION, "Nama saya Citra.") == first
    assert mails(citra.email) == ["personal.received"]
    with pytest.raises(AskedAlready):
        actions.ask(citra, CORRECTION, "Nomor saya salah.")
    actions.ask(citra, ACCESS, "Siapa yang menerima data saya?")


def test_what_was_taken_back_or_answered_waits_for_nothing(citra: Subject, as_sari: Actor) -> None:
    first = actions.ask(citra, CORRECTION, "Nama saya Citra.")
    actions.take_back(first)
    with pytest.raises(AnsweredAlready):
        actions.answer(first, "Sudah.", is_done=True, by=as_sari)

    second = actions.ask(citra, CORRECTION, "Nama saya Citra.")
    actions.answer(second, "Tidak bisa, karena …", is_done=False, by=as_sari)
    with pytest.raises(AnsweredAlready):
        actions.take_back(second)
    assert [row.state for row in queries.of_citizen(citra.key)] == ["refused", "taken_back"]


def test_only_who_may_answers(citra: Subject, as_budi: Actor) -> None:
    with pytest.raises(NotPermitted):
        actions.answer(actions.ask(citra, DELETION, ""), "Sudah.", is_done=True, by=as_budi)


def test_officers_are_reminded_once_a_day_before_the_term_ends_and_once_after(citra: Subject) -> None:
    actions.ask(citra, ACCESS, "Siapa yang menerima data saya?")
    start = timezone.now()
    soon = ["personal.soon"]
    late = [*soon, "personal.late"]
    for hours, told in ((40, []), (50, soon), (51, soon), (73, late), (74, late)):
        with time_machine.travel(start + hours * HOUR):
            tasks.remind()
        assert spread() == ["personal.asked", *told]


def test_deletion_leaves_the_reports_and_nothing_of_her(
    citra: Subject, as_sari: Actor, report: Callable[..., Case]
) -> None:
    by_mail = report(email="CITRA@example.org", name="Citra", phone="0800")
    by_phone = report(phone=citra.phone, name="Citra")
    other = report(email="lain@example.org", name="Lain")
    asked = actions.ask(citra, DELETION, "Saya Citra dan pindah rumah.")

    actions.answer(asked, "Sudah dihapus.", is_done=True, by=as_sari)

    for case in (by_mail, by_phone):
        case.refresh_from_db()
        assert (case.reporter_name, case.reporter_email, case.reporter_phone) == ("", "", "")
        assert case.description
    other.refresh_from_db()
    assert (other.reporter_name, other.reporter_email) == ("Lain", "lain@example.org")
    asked.refresh_from_db()
    assert (asked.name, asked.email, asked.phone, asked.text) == ("", "", "", "")
    assert "Citra" not in str(list(Entry.objects.values()))
    assert mails(citra.email)[-1] == "personal.answered"


def test_deletion_closes_what_she_asked_besides_and_empties_the_answers(citra: Subject, as_sari: Actor) -> None:
    failing.note(citra.email, is_final=False, reason="citra@example.org: mailbox full")
    actions.ask(citra, ACCESS, "Saya Citra. Siapa yang tahu?")

    actions.answer(actions.ask(citra, DELETION, ""), "Data Citra sudah dihapus.", is_done=True, by=as_sari)

    assert [(row.state, row.answered_by.name) for row in queries.of_citizen(citra.key)] == [("done", "Sari")] * 2
    assert "Citra" not in str(list(DataRequest.objects.values("name", "email", "text", "answer")))
    assert not FailingAddress.objects.exists()


def test_refused_deletion_takes_nothing(citra: Subject, as_sari: Actor, report: Callable[..., Case]) -> None:
    case = report(email=citra.email, name="Citra")
    actions.answer(actions.ask(citra, DELETION, ""), "Belum bisa.", is_done=False, by=as_sari)

    case.refresh_from_db()
    assert case.reporter_name == "Citra"


def test_who_has_only_a_number_gets_a_short_message(citra: Subject, as_sari: Actor) -> None:
    asked = actions.ask(replace(citra, email=""), ACCESS, "Siapa yang menerima data saya?")
    actions.answer(asked, "Hanya Dinas Sosial.", is_done=True, by=as_sari)

    with enter(Place.PLATFORM):
        texts = [job.payload["text"] for job in Job.objects.filter(name="sms.deliver", payload__to=citra.phone)]
    assert len(texts) == 2
    assert all("/warga/data-saya/" in text for text in texts)
