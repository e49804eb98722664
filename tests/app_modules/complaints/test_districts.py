"""What an officer of one district, or of one unit, sees and is told."""

import datetime

import pytest
from django.utils import timezone

from app_modules.complaints import actions
from app_modules.complaints.models import Case, Kind
from app_modules.complaints.queries import cases
from kernel.accounts.models import Person, Unit
from kernel.accounts.queries import as_actor
from tenants.areas.models import Area
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import make_person

QUEUE = "/konsol/laporan/"


@pytest.fixture
def elsewhere(village: Area) -> Area:
    return Area.objects.filter(level=Area.Level.VILLAGE).exclude(parent=village.parent)[0]


@pytest.fixture
def ani(village: Area) -> Person:
    """An officer of the first village's district."""
    person = make_person("Ani", "officer")
    person.assignments.update(area_code=village.parent_id)
    return person


def test_counts_are_of_her_district_only(report, elsewhere, ani):
    report()
    report(village=elsewhere)

    actor = as_actor(ani)
    assert (cases.counts(actor)["all"], cases.waiting(actor)) == (1, 1)


def test_case_of_another_district_does_not_exist_for_her(report, elsewhere, ani, portal, makassar):
    there = report(village=elsewhere)

    desk = portal(makassar, ani)
    statuses = {desk.get(f"{QUEUE}{there.key}/").status_code, desk.post(f"{QUEUE}{there.key}/ambil/").status_code}

    assert statuses == {404}


def test_two_assignments_show_what_either_reaches(report, works, elsewhere, ani, as_budi):
    here, there = report(), report(village=elsewhere)
    actions.forward(there, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    ani.assignments.create(role=ani.assignments.get().role, unit=works)

    assert set(cases.of_officer(as_actor(ani))) == {here, there}


def test_unit_and_district_together_limit_both(report, works, ani, as_budi):
    in_unit, _other = report(), report()
    actions.forward(in_unit, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    ani.assignments.update(unit=works)

    assert list(cases.of_officer(as_actor(ani))) == [in_unit]


def test_forwarded_to_another_unit_it_leaves_her_queue_and_she_is_told(case, works, as_budi, portal, makassar):
    actions.forward(case, unit=works, kind=Kind.NON_SUPERVISION, by=as_budi)
    other = Unit.objects.create(name="Dinas Lain")
    tono = make_person("Tono", "officer")
    tono.assignments.update(unit=works)
    sent = {"title": case.title, "unit": other.key, "kind": "non_supervision"}

    response = portal(makassar, tono).post(f"{QUEUE}{case.key}/teruskan/", sent, follow=True)

    assert response.redirect_chain == [(QUEUE, 302)]
    assert "Kini petugas lain yang menanganinya" in response.content.decode()


def test_administrator_of_a_district_is_mailed_only_what_is_late_there(report, elsewhere, ani, village):
    here, there = report(), report(village=elsewhere)
    Case.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    lead, other = make_person("Lina", "administrator"), make_person("Oka", "administrator")
    lead.assignments.update(area_code=village.parent_id)
    other.assignments.update(area_code="99.99.99")

    actions.escalate(timezone.localdate())

    with enter(Place.PLATFORM):
        mails = Job.objects.filter(name="mail.notice", payload__to__in=[lead.email, other.email])
        told = {mail.payload["to"]: mail.payload["news"]["context"]["list"].splitlines() for mail in mails}
    assert told == {lead.email: [f"- {here.ticket}: {here.title}"]}
    assert there.ticket
