import datetime

import pytest
import time_machine
from django.utils import timezone

from app_modules.complaints import actions
from app_modules.complaints.errors import (
    CaseAlreadyAnswered,
    CaseAlreadyClosed,
    CaseAlreadyTaken,
    CaseNotAnswered,
    ReactionTooLate,
)
from app_modules.complaints.models import Case, Entry, Kind
from kernel.accounts.actor import CITIZEN, NO_ONE, PLATFORM, Actor, ActorKind, Grant
from kernel.audit.models import Entry as AuditEntry
from kernel.errors import NotPermitted
from tenants.areas.models import RegionalHoliday
from tests.conftest import kept


def test_take_makes_the_officer_responsible(case, as_budi):
    taken = actions.take(case, by=as_budi)

    assert (taken.officer, taken.state) == (kept(as_budi), Case.State.IN_PROGRESS)


def test_case_keeps_who_did_what_after_the_officer_is_gone(case, budi, as_budi):
    actions.take(case, by=as_budi)
    actions.close(case, note="Selesai.", by=as_budi)
    budi.delete()

    found = Case.objects.get(pk=case.pk)
    done_by = {entry.actor for entry in found.entries.filter(kind__in=["taken", "closed"])}
    assert {found.officer, found.answered_by, found.closed_by, *done_by} == {kept(as_budi)}


def test_reopened_case_was_answered_and_closed_by_nobody(case, as_budi):
    actions.close(case, note="Selesai.", by=as_budi)

    opened = actions.reopen(case, reason="Belum.", by=as_budi)

    assert (opened.answered_by, opened.closed_by) == (NO_ONE, NO_ONE)


def test_take_twice_by_the_same_officer_changes_nothing(case, as_budi):
    actions.take(case, by=as_budi)

    actions.take(case, by=as_budi)

    assert case.entries.filter(kind=Entry.Kind.TAKEN).count() == 1


def test_take_refuses_a_second_officer(case, as_budi, as_sari):
    actions.take(case, by=as_budi)

    with pytest.raises(CaseAlreadyTaken, match="Budi"):
        actions.take(case, by=as_sari)


@pytest.mark.parametrize(
    ("kind", "days"), [(Kind.INFORMATIONAL, 5), (Kind.NON_SUPERVISION, 14), (Kind.SUPERVISION, 60)]
)
def test_forward_starts_the_term_of_the_kind(case, works, as_budi, kind, days):
    forwarded = actions.forward(case, unit=works, kind=kind, by=as_budi)

    assert (forwarded.term_days, forwarded.clock_from) == (days, timezone.localdate())
    assert (forwarded.unit, forwarded.state) == (works, Case.State.IN_PROGRESS)


def test_citizen_may_not_handle(case, works):
    for act in (
        lambda: actions.take(case, by=CITIZEN),
        lambda: actions.forward(case, unit=works, kind=Kind.SUPERVISION, by=CITIZEN),
        lambda: actions.answer(case, note="x", by=CITIZEN),
        lambda: actions.close(case, note="x", by=CITIZEN),
        lambda: actions.withdraw(case, by=CITIZEN),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_officer_of_another_unit_may_not_answer(case, works, as_budi):
    actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    elsewhere = Grant(frozenset({"complaints.handle"}), unit_id=works.pk + 1)

    with pytest.raises(NotPermitted):
        actions.answer(case, note="Selesai", by=Actor(ActorKind.PERSON, "x", "Tono", (elsewhere,)))


@pytest.mark.parametrize(
    ("answered_on", "closes_on"),
    [
        ("2026-11-27", "2026-12-11"),  # a Friday
        ("2026-11-28", "2026-12-11"),  # a Saturday
        ("2026-12-21", "2027-01-08"),  # Christmas with its cuti bersama, New Year, Isra Mikraj
    ],
)
def test_answer_leaves_ten_working_days(case, as_budi, answered_on, closes_on):
    with time_machine.travel(f"{answered_on}T09:00:00+08:00"):
        answered = actions.answer(case, note="Lampu diganti.", by=as_budi)

    assert (answered.state, answered.answer, answered.closed_at) == (Case.State.DONE, "Lampu diganti.", None)
    assert answered.closes_on == datetime.date.fromisoformat(closes_on)


def test_answer_twice_is_refused(case, as_budi, as_sari):
    actions.answer(case, note="Lampu diganti.", by=as_budi)

    with pytest.raises(CaseAlreadyAnswered, match="Budi"):
        actions.answer(case, note="Lagi", by=as_sari)


def test_close_twice_is_refused_with_the_name(case, as_budi, as_sari):
    actions.close(case, note="Sudah dikerjakan.", by=as_budi)

    with pytest.raises(CaseAlreadyClosed, match="Budi"):
        actions.close(case, note="Sudah dikerjakan.", by=as_sari)
    assert case.entries.filter(kind=Entry.Kind.CLOSED).count() == 1


def test_close_keeps_the_answer_that_was_given(case, as_budi):
    actions.answer(case, note="Lampu diganti.", by=as_budi)

    closed = actions.close(case, note="Dikonfirmasi lewat telepon.", by=as_budi)

    assert closed.answer == "Lampu diganti."


def test_reopen_begins_the_term_anew(case, works, as_budi):
    actions.forward(case, unit=works, kind=Kind.INFORMATIONAL, by=as_budi)
    actions.answer(case, note="Lampu diganti.", by=as_budi)

    reopened = actions.reopen(case, reason="Padam lagi", by=as_budi)

    assert (reopened.state, reopened.term_days, reopened.answered_at) == (Case.State.IN_PROGRESS, 5, None)


def test_reopen_needs_an_answer(case, as_budi):
    with pytest.raises(CaseNotAnswered):
        actions.reopen(case, reason="?", by=as_budi)


def test_confirm_closes(case, as_budi):
    actions.answer(case, note="Lampu diganti.", by=as_budi)

    assert actions.confirm(case, by=CITIZEN).is_closed


def test_objection_reopens_even_what_an_officer_closed_early(case, as_budi):
    actions.close(case, note="Selesai.", by=as_budi)

    assert actions.object_to_answer(case, text="Masih gelap", by=CITIZEN).is_open


def test_objection_after_the_days_is_refused(case, as_budi):
    actions.answer(case, note="Lampu diganti.", by=as_budi)
    Case.objects.filter(pk=case.pk).update(closes_on=timezone.localdate() - datetime.timedelta(days=1))

    with pytest.raises(ReactionTooLate):
        actions.object_to_answer(case, text="Masih gelap", by=CITIZEN)


def test_information_is_refused_after_the_end(case, as_budi):
    actions.add_information(case, text="Tiang ketiga", by=CITIZEN)
    actions.close(case, note="Selesai.", by=as_budi)

    with pytest.raises(CaseAlreadyClosed):
        actions.add_information(case, text="Tiang keempat", by=CITIZEN)


def test_close_expired_closes_after_the_last_day_only(report, as_budi):
    today = timezone.localdate()
    early, late = report(), report()
    for case, day in ((early, today), (late, today - datetime.timedelta(days=1))):
        actions.answer(case, note="Selesai.", by=as_budi)
        Case.objects.filter(pk=case.pk).update(closes_on=day)

    assert actions.close_expired(today) == 1
    assert Case.objects.get(pk=late.pk).closed_by == kept(PLATFORM)
    assert not Case.objects.get(pk=early.pk).is_closed


def test_escalate_says_it_once(case, sari):
    Case.objects.filter(pk=case.pk).update(due_on=timezone.localdate() - datetime.timedelta(days=1))

    assert (actions.escalate(timezone.localdate()), actions.escalate(timezone.localdate())) == (1, 0)
    assert case.entries.filter(kind=Entry.Kind.LATE).count() == 1


def test_every_verb_is_in_the_audit_log(case, works, as_budi):
    actions.take(case, by=as_budi)
    actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    actions.plan(case, text="Kabel diganti", by=as_budi)
    actions.send_message(case, text="Kabel putus", by=as_budi)
    actions.add_note(case, text="Telepon tukang", by=as_budi)
    actions.answer(case, note="Selesai", by=as_budi)
    actions.release(case, actions.Public(title="Lampu padam", text="Lampu padam"), by=as_budi)
    actions.withdraw(case, by=as_budi)
    actions.reopen(case, reason="Padam lagi", by=as_budi)
    actions.close(case, note="Selesai", by=as_budi)

    logged = AuditEntry.objects.filter(subject_key=case.key).order_by("id").values_list("action", flat=True)
    verbs = "receive take forward plan message note answer release withdraw reopen close"
    assert list(logged) == [f"complaints.{verb}" for verb in verbs.split()]


def test_recount_moves_a_term_when_the_region_gets_a_holiday(case, works, as_budi):
    forwarded = actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    RegionalHoliday.objects.create(day=forwarded.due_on, name="Hari jadi")

    assert (actions.recount(), actions.recount()) == (1, 0)
    assert Case.objects.get(pk=case.pk).due_on > forwarded.due_on
