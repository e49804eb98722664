import re

import pytest

from kernel.accounts import actions as accounts
from kernel.accounts.models import Invitation, Person, Role, Unit
from kernel.accounts.scopes import Scope
from kernel.audit.models import Entry
from tenants.areas.models import Area
from tests.conftest import make_person, queries

CITRA = {"name": "Citra", "email": "citra@example.org", "language": "id", "role": "officer", "unit": ""}


@pytest.fixture
def district(in_makassar) -> Area:
    return Area.objects.get(name="Mamajang", level="district")


@pytest.fixture
def rights(console, budi):
    """What Budi's page says after a role was given to him there."""

    def give(**more: str) -> str:
        sent = {"role": "officer", "unit": "", "area": "", **more}
        return console.post(f"/konsol/orang/{budi.key}/", sent, follow=True).content.decode()

    return give


def codes(person: Person) -> list[str]:
    return sorted(person.assignments.values_list("area_code", flat=True))


@pytest.mark.parametrize("typed", ["Kecamatan Mamajang", "  kecamatan   MAMAJANG ", "mamajang", "73.71.02"])
def test_district_is_found_by_its_name_or_code(rights, budi, district, typed):
    typed = district.code if typed == "73.71.02" else typed

    body = rights(area=typed)

    assert codes(budi) == ["", district.code]
    assert "Peran diberikan." in body
    assert "Kecamatan Mamajang" in body


def test_village_is_found_by_a_part_that_fits_one(rights, budi, district):
    village = Area.objects.filter(level="village", parent=district).order_by("name").last()

    rights(area=f"{village.name[1:]} mamaj")

    assert codes(budi) == ["", village.code]


def test_several_that_fit_are_named_and_nothing_typed_is_lost(rights, budi, district):
    body = rights(area="kecamatan ma")

    assert "Ada beberapa yang cocok." in body
    assert "Kecamatan Mamajang" in body
    assert 'value="kecamatan ma"' in body
    assert codes(budi) == [""]


def test_place_of_nowhere_is_refused(rights):
    assert "Tidak ada kecamatan, kelurahan, atau desa bernama itu di sini." in rights(area="Atlantis")


def test_every_district_and_village_is_in_the_list(console, budi, district):
    body = console.get(f"/konsol/orang/{budi.key}/").content.decode()

    assert body.count('<option value="K') == Area.objects.count()
    assert '<option value="Kecamatan Mamajang">' in body


def test_region_without_areas_is_asked_for_none(console, budi, in_makassar):
    Area.objects.all().delete()

    assert 'name="area"' not in console.get(f"/konsol/orang/{budi.key}/").content.decode()


def test_same_role_twice_is_refused(rights, budi, in_makassar):
    assert "Orang ini sudah memegang peran ini di sana." in rights()
    assert codes(budi) == [""]


def test_role_is_taken_and_the_page_says_so(console, rights, budi, district):
    rights(area=district.code)

    sent = {"right": f"officer::{district.code}"}
    body = console.post(f"/konsol/orang/{budi.key}/cabut/", sent, follow=True).content.decode()

    assert "Peran dicabut." in body
    assert codes(budi) == [""]


def test_role_that_is_taken_already_is_no_error(console, budi, in_makassar):
    response = console.post(f"/konsol/orang/{budi.key}/cabut/", {"right": "officer:tidakada:"})

    assert (response.status_code, codes(budi)) == (302, [""])


def test_person_page_says_since_when_and_by_whom(rights, budi, district):
    body = rights(area=district.code)

    assert re.search(r"sejak \d+ \w+ \d{4}, diberikan oleh Sari", body)


def test_person_page_is_silent_where_nobody_kept_it(console, budi, in_makassar):
    budi.assignments.update(created_at=None)

    assert "sejak" not in console.get(f"/konsol/orang/{budi.key}/").content.decode()


def test_person_without_a_role_is_said_to_have_none(console, budi, in_makassar):
    budi.assignments.all().delete()

    assert "Belum ada peran" in console.get(f"/konsol/orang/{budi.key}/").content.decode()


def test_invited_person_joins_in_the_place_that_was_chosen(console, in_makassar, district):
    unit = Unit.objects.create(name="Dinas Contoh")
    page = console.post("/konsol/orang/undang/", {**CITRA, "unit": unit.key, "area": "Mamajang"}, follow=True)
    assert "Petugas · Dinas Contoh, Kecamatan Mamajang" in page.content.decode()

    citra = accounts.accept(Invitation.open().get(), name="Citra", password="sampan kecil di teluk")

    held = citra.assignments.get()
    assert (held.unit, held.area_code, held.given_by.name) == (unit, district.code, "Sari")
    assert Entry.objects.get(action="people.invite").after["area"] == district.code


def test_list_of_people_asks_as_often_for_one_as_for_many(console, in_makassar, as_sari, district):
    for number in range(20):
        person = make_person(f"Orang{number}", "officer")
        scope = Scope(area_code=district.code)
        accounts.assign(person, role=Role.objects.get(key="officer"), scope=scope, by=as_sari)
        accounts.invite(f"baru{number}@example.org", name="Baru", role=person.assignments.first().role, by=as_sari)
    console.get("/konsol/orang/")

    with queries(14):
        body = console.get("/konsol/orang/").content.decode()

    assert body.count("Petugas · Kecamatan Mamajang") == 20
    assert body.count("Petugas · seluruh daerah") == 40
