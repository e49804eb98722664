import csv
import datetime
import io
import re

import pytest
from django.utils import timezone

from kernel.accounts import actions as accounts
from kernel.accounts import delegations
from kernel.accounts.actor import PLATFORM
from kernel.accounts.delegations import Terms
from kernel.accounts.models import Assignment, Person, Role, Unit
from kernel.accounts.queries import as_actor
from kernel.accounts.scopes import Scope
from kernel.audit import actions as audit
from kernel.audit.models import Entry
from kernel.spreadsheets import harmless
from tenants.portal import review
from tenants.portal.review import Wanted
from tests.conftest import make_person, queries

PAGE = "/konsol/orang/tinjauan/"
LONG_AGO = datetime.timedelta(days=120)


@pytest.fixture
def old(in_makassar, budi) -> Person:
    """Budi, who has had his role for long."""
    budi.assignments.update(created_at=timezone.now() - LONG_AGO)
    return budi


def held(person: Person) -> list[review.Held]:
    return next(line.held for line in review.lines(Wanted()) if line.person == person)


def names(**wanted: object) -> list[str]:
    return [line.person.name for line in review.lines(Wanted(**wanted))]


def test_right_that_was_not_used_for_long_is_flagged(old):
    assert [one.flags for one in held(old)] == [["tidak dipakai 90 hari"]]


def test_right_of_which_nobody_knows_since_when_is_flagged_too(old):
    old.assignments.update(created_at=None)

    assert held(old)[0].flags == ["tidak dipakai 90 hari"]


def test_person_whose_rights_a_restore_changed_is_flagged_until_somebody_has_looked(in_makassar, as_sari, budi):
    audit.record(review.RESTORED, budi, by=PLATFORM, summary="x")
    flagged = names(is_flagged=True)

    accounts.review(budi, by=as_sari)

    assert (flagged, names(is_flagged=True)) == (["Budi"], [])


def test_new_right_is_not_flagged(in_makassar, budi):
    assert held(budi)[0].flags == []


ACTIONS = {
    "complaints.take": True,
    "news.write": True,
    "people.join": False,
    "people.delegate": False,
    "units.add": False,
}


@pytest.mark.parametrize(("action", "is_used"), ACTIONS.items())
def test_right_is_used_by_what_its_module_lets_one_do(old, action, is_used):
    audit.record(action, "x", by=as_actor(old), summary="x")

    assert (held(old)[0].last_used is not None, held(old)[0].flags == []) == (is_used, is_used)


@pytest.mark.parametrize(
    ("permission", "action"),
    [
        ("people.manage", "roles.add"),
        ("settings.change", "customization.word"),
        ("brand.change", "customization.brand"),
    ],
)
def test_rights_of_the_portal_are_used_by_what_they_let_one_change(in_makassar, permission, action):
    Role.objects.create(key="one", title_id="Satu", title_en="One", permissions=[permission])
    lia = make_person("Lia", "one")

    audit.record(action, "x", by=as_actor(lia), summary="x")

    assert held(lia)[0].last_used is not None


def test_administrator_without_activity_is_said_to_be_one(in_makassar, sari):
    sari.assignments.update(created_at=timezone.now() - LONG_AGO)

    assert held(sari)[0].flags == ["administrator tanpa kegiatan 90 hari"]


def test_right_in_a_unit_that_is_closed_is_flagged(in_makassar, budi):
    budi.assignments.update(unit=Unit.objects.create(name="Dinas Lama", is_active=False))

    assert held(budi)[0].flags == ["unitnya dinonaktifkan"]


@pytest.fixture
def lent(in_makassar, sari, budi, as_sari):
    today = timezone.localdate()
    terms = Terms(today, today + datetime.timedelta(days=2), "Cuti")
    delegations.delegate(list(sari.assignments.select_related("role")), to=budi, terms=terms, by=as_sari)


def test_what_is_lent_is_among_what_the_colleague_holds(lent, budi):
    assert [one.flags for one in held(budi)] == [[], ["dititipkan selama seseorang pergi"]]


def test_lent_right_is_found_by_what_it_allows(lent):
    assert names(permission="exports.make") == ["Budi", "Sari"]


def test_people_are_found_by_name_right_unit_and_what_is_to_be_looked_at(old, sari):
    unit = Unit.objects.create(name="Dinas Contoh")
    Assignment.objects.create(person=sari, role=Role.objects.get(key="officer"), unit=unit)

    assert names(text="BUDI@") == ["Budi"]
    assert names(permission="units.manage") == ["Sari"]
    assert names(permission="complaints.view") == ["Budi", "Sari"]
    assert names(unit=unit.key) == ["Sari"]
    assert names(is_flagged=True) == ["Budi"]


def test_who_is_deactivated_is_not_listed(in_makassar, budi, as_sari):
    accounts.deactivate(budi, by=as_sari)

    assert names() == ["Sari"]


def test_page_says_since_when_by_whom_and_last_used(console, budi, as_sari, in_makassar):
    accounts.assign(budi, role=Role.objects.get(key="officer"), scope=Scope(area_code="99.99"), by=as_sari)
    audit.record("complaints.take", "x", by=as_actor(budi), summary="x")

    body = console.get(PAGE).content.decode()

    assert re.search(r"Petugas · 99.99</p><p[^>]*>sejak [^<]+, diberikan oleh Sari · terakhir dipakai ", body)
    assert "belum ditinjau" in body


def test_page_says_what_is_lent_and_what_is_missing(console, lent, budi):
    budi.assignments.update(created_at=None)

    body = console.get(f"{PAGE}?q=budi").content.decode()

    assert "tidak diketahui sejak kapan · belum pernah dipakai" in body
    assert "dititipkan oleh Sari sampai" in body


def test_nobody_who_fits_is_said(console):
    assert "Tidak ada yang cocok." in console.get(f"{PAGE}?q=tidakada").content.decode()


def test_reviewed_is_written_down_with_day_and_name(console, budi, in_makassar):
    body = console.post(f"/konsol/orang/{budi.key}/ditinjau/", follow=True).content.decode()

    assert "Dicatat: Budi ditinjau hari ini." in body
    assert re.search(r"ditinjau \d+ \w+ \d{4} oleh Sari", body)
    assert Entry.objects.order_by("-id").first().action == "people.review"


def rows(console, query: str = "") -> list[list[str]]:
    text = console.get(f"{PAGE}unduh/{query}").content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_table_has_a_row_for_each_right_and_one_for_who_has_none(console, lent, in_makassar):
    make_person("Nol", "officer").assignments.all().delete()

    found = rows(console)

    assert [row[:3] for row in found[1:]] == [
        ["Budi", "budi@example.org", "Petugas"],
        ["Budi", "budi@example.org", "Administrator"],
        ["Nol", "nol@example.org", ""],
        ["Sari", "sari@example.org", "Administrator"],
    ]
    assert {len(row) for row in found} == {12}
    assert found[4][4] == "semuanya"


def test_table_is_what_the_page_was_asked_for(console, budi):
    assert [row[0] for row in rows(console, "?q=budi")[1:]] == ["Budi"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx"])
def test_what_people_typed_is_no_formula(text):
    assert (harmless(text), harmless("Budi = 1")) == (f"'{text}", "Budi = 1")


def test_name_that_is_a_formula_is_sent_as_a_text(console, budi, in_makassar):
    Person.objects.filter(pk=budi.pk).update(name='=HYPERLINK("http://x","y")')

    assert rows(console)[1][0] == '\'=HYPERLINK("http://x","y")'


@pytest.mark.parametrize("count", [1, 500])
def test_review_asks_as_often_for_one_as_for_many(console, in_makassar, count):
    people = Person.objects.bulk_create(
        Person(name=f"Orang {number:03}", email=f"o{number}@example.org") for number in range(count)
    )
    officer = Role.objects.get(key="officer")
    Assignment.objects.bulk_create(Assignment(person=one, role=officer, area_code="73.71.01") for one in people)
    console.get(PAGE)

    with queries(15):
        console.get(PAGE)
