"""What officers see and do."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from app_modules.complaints import actions
from app_modules.complaints.models import Case, Entry, Kind
from app_modules.complaints.queries import cases
from kernel.accounts.actor import Actor, ActorKind, Grant
from kernel.ids import new_id

QUEUE = "/konsol/laporan/"


@pytest.fixture
def desk(portal, makassar, budi):
    """Budi's browser."""
    return portal(makassar, budi)


def test_queue_groups_by_urgency(report, as_budi):
    today = timezone.localdate()
    late, due, later, waiting, closed = (report() for _ in range(5))
    Case.objects.filter(pk=late.pk).update(due_on=today - datetime.timedelta(days=1))
    Case.objects.filter(pk=due.pk).update(due_on=today)
    actions.answer(waiting, note="Selesai", by=as_budi)
    actions.close(closed, note="Selesai", by=as_budi)

    assert list(cases.queue(as_budi, cases.Filter(), today)) == [late, due, later, waiting]
    assert list(cases.queue(as_budi, cases.Filter(state="closed"), today)) == [closed]


def test_case_page_says_once_that_it_is_late(desk, case, in_makassar):
    Case.objects.filter(pk=case.pk).update(clock_from=timezone.localdate() - datetime.timedelta(days=60))

    page = desk.get(f"{QUEUE}{case.key}/").content.decode()

    assert len(re.findall(r">Terlambat [0-9]+ hari kerja<", re.sub(r"\s*<svg.*?</svg>", "", page, flags=re.S))) == 1


def test_queue_filters_by_state_mine_and_words(report, as_budi):
    today = timezone.localdate()
    mine, other = report(), report(description="Pohon tumbang menutup jalan")
    actions.take(mine, by=as_budi)

    assert list(cases.queue(as_budi, cases.Filter(state="received"), today)) == [other]
    assert list(cases.queue(as_budi, cases.Filter(is_mine=True), today)) == [mine]
    assert list(cases.queue(as_budi, cases.Filter(text="pohon tumbang"), today)) == [other]
    assert list(cases.queue(as_budi, cases.Filter(text=mine.ticket.lower()), today)) == [mine]


def test_officer_of_a_unit_sees_only_its_cases(report, works, as_budi):
    given, _other = report(), report()
    actions.forward(given, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    tono = Actor(ActorKind.PERSON, "x", "Tono", (Grant(frozenset({"complaints.view"}), unit_id=works.pk),))

    assert list(cases.of_officer(tono)) == [given]


@pytest.mark.parametrize("count", [1, 30])
def test_queue_asks_as_much_for_one_row_as_for_many(desk, report, count):
    for _ in range(count):
        report()

    with CaptureQueriesContext(connection) as captured:
        assert desk.get(QUEUE).status_code == 200
    # Only its own tables: the menu's counts belong to whichever modules there are.
    assert len([query for query in captured if "complaints_" in query["sql"]]) == 4


def test_citizen_is_asked_to_log_in(citizen, case):
    for path in (QUEUE, f"{QUEUE}{case.key}/"):
        assert citizen.get(path).status_code == 302


def test_another_region_s_administrator_gets_nothing(portal, jayapura, dewi, case):
    assert portal(jayapura, dewi).get(f"{QUEUE}{case.key}/").status_code == 404


def test_officer_works_a_case_through_the_pages(desk, case, works, jpeg):
    path = f"{QUEUE}{case.key}/"

    desk.post(f"{path}ambil/")
    desk.post(f"{path}teruskan/", {"title": "Lampu padam", "unit": works.key, "kind": Kind.NON_SUPERVISION})
    desk.post(f"{path}rencana/", {"text": "Kabel diganti", "day": "2026-12-01"})
    desk.post(f"{path}jawab/", {"submission": new_id(), "note": "Kabel diganti.", "photos": [jpeg()]})
    desk.post(f"{path}rilis/", {"title": "Lampu padam", "text": "Lampu padam.", "answer": "Diganti."})
    desk.post(f"{path}tutup/", {"submission": new_id(), "note": "Beres."})

    case.refresh_from_db()
    assert (case.title, case.state, case.is_closed, case.is_released) == ("Lampu padam", Case.State.DONE, True, True)
    assert case.photos.filter(stage="after").count() == 1
    assert desk.get(path).status_code == 200


def test_second_close_says_who_was_first_and_keeps_the_words(desk, case, as_sari):
    actions.close(case, note="Beres.", by=as_sari)

    response = desk.post(f"{QUEUE}{case.key}/tutup/", {"submission": new_id(), "note": "Juga beres menurut saya."})

    assert response.status_code == 400
    assert "Sari sudah menutup laporan ini" in response.content.decode()


def test_invalid_answer_shows_the_case_again(desk, case):
    response = desk.post(f"{QUEUE}{case.key}/jawab/", {"submission": new_id(), "note": ""})

    assert response.status_code == 400
    assert not case.entries.filter(kind=Entry.Kind.ANSWERED).exists()


def test_guide_opens(desk):
    assert desk.get(f"{QUEUE}bantuan/").status_code == 200
