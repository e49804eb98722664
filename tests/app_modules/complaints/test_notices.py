"""What officers are told of reports."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from app_modules.complaints import actions, provision, tasks
from app_modules.complaints.models import Case, Kind
from kernel.accounts.actor import CITIZEN, PLATFORM
from kernel.accounts.models import Person
from kernel.deadlines import working_days
from tenants.notices.models import Notice
from tests.conftest import make_person
from tests.tenants.notices.conftest import carry_out, queued

TODAY = timezone.localdate


def told(kind: str) -> set[str]:
    """Return the names of those who were told of this kind."""
    while carry_out("notices.spread"):
        pass
    keys = Notice.objects.filter(kind=f"complaints.{kind}").values_list("recipient_key", flat=True)
    return set(Person.objects.filter(key__in=list(keys)).values_list("name", flat=True))


def forward(case: Case, works, by) -> Case:
    return actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=by)


def test_new_report_is_told_to_those_who_may_see_it(in_makassar, sari, budi, village, report):
    near, far = make_person("Ani", "officer"), make_person("Oka", "officer")
    near.assignments.update(area_code=village.code[:8])
    far.assignments.update(area_code="99.99.99")

    case = report()

    assert told("new") == {"Sari", "Budi", "Ani"}
    notice = Notice.objects.filter(kind="complaints.new").first()
    assert notice.path == f"/konsol/laporan/{case.key}/"
    assert set(notice.context) == {"ticket", "category", "place"}
    assert notice.is_for_digest


def test_category_is_told_in_each_language(in_makassar, report):
    with override("en"):
        report()

    (job,) = queued("notices.spread")
    assert job["news"]["context"]["category"] == {"id": "Lampu jalan", "en": "Street lights"}


@pytest.mark.parametrize("officers", [1, 20])
def test_sending_a_report_asks_as_often_however_many_officers_there_are(in_makassar, report, officers):
    report(email="citra@example.org")
    for number in range(officers):
        make_person(f"Petugas{number}", "officer")

    waiting = len(queued("notices.spread"))

    with CaptureQueriesContext(connection) as asked:
        report(email="citra@example.org")

    assert len(asked) == 17
    assert len(queued("notices.spread")) == waiting + 1


def test_forwarded_report_is_told_to_the_unit(case, works, as_budi):
    mate, other = make_person("Ani", "officer"), make_person("Oka", "officer")
    mate.assignments.update(unit=works)
    other.assignments.update(area_code="99.99.99")

    forward(case, works, as_budi)

    assert told("forwarded") == {"Budi", "Ani"}
    assert Notice.objects.filter(kind="complaints.forwarded").first().context["unit"] == works.name


def test_objection_is_told_to_the_officer_alone(case, works, as_budi, sari):
    forward(case, works, as_budi)
    actions.take(case, by=as_budi)
    actions.answer(case, note="Kabel diganti.", by=as_budi)
    Case.objects.filter(pk=case.pk).update(officer_kind=as_budi.kind, officer_key=as_budi.key)

    actions.object_to_answer(case, text="Masih gelap.", by=CITIZEN)

    assert told("objected") == {"Budi"}


def due_next_working_day(case: Case) -> None:
    day = next(working_days.after(TODAY()))
    Case.objects.filter(pk=case.pk).update(due_on=day)


def test_deadline_that_is_near_is_told_once(case, budi):
    due_next_working_day(case)

    for _twice in range(2):
        tasks.remind()
        told("near")

    assert told("near") == {"Budi"}
    assert Notice.objects.filter(kind="complaints.near").count() == 1


def test_officer_who_has_left_is_not_told_but_all_others(case, as_budi, budi):
    actions.take(case, by=as_budi)
    Person.objects.filter(pk=budi.pk).update(is_active=False)
    make_person("Ani", "officer")
    due_next_working_day(case)

    tasks.remind()

    assert told("near") == {"Ani"}


def test_nothing_is_said_of_what_is_due_later_or_is_a_sample(case, budi):
    Case.objects.filter(pk=case.pk).update(due_on=TODAY() + datetime.timedelta(days=30))
    provision.sample(PLATFORM)

    assert actions.remind(TODAY()) == 0


def test_officer_sees_that_the_reporters_mails_do_not_arrive(case, portal, makassar, budi):
    from tenants.notices import failing

    failing.note("citra@example.org", is_final=True, reason="550")

    assert "email tidak sampai" in portal(makassar, budi).get(f"/konsol/laporan/{case.key}/").content.decode()
