import re

import pytest

from kernel.accounts.models import Unit
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tenants.isolation.current import Place, enter
from tenants.portal import actions
from tenants.portal.usual_units import NAMES
from tenants.registry.models import Tenant

ADD = "/konsol/unit/biasa/"
HEALTH, EDUCATION = "Dinas Kesehatan", "Dinas Pendidikan"


def offered(body: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="names" value="([^"]*)"', body)


def ticked(body: str) -> list[str]:
    return re.findall(r'<input type="checkbox" name="names" value="([^"]*)"[^>]*checked', body)


def test_region_without_units_is_offered_the_usual_ones_and_none_is_ticked(console):
    body = console.get("/konsol/unit/").content.decode()

    assert offered(body) == list(NAMES)
    assert ticked(body) == []
    assert "Belum ada unit kerja." in body


def test_ticked_units_are_added_and_no_other(in_makassar, console):
    body = console.post(ADD, {"names": [HEALTH, EDUCATION]}, follow=True).content.decode()

    assert list(Unit.objects.values_list("name", flat=True)) == [HEALTH, EDUCATION]
    assert "2 unit kerja ditambahkan." in body
    assert offered(body) == [name for name in NAMES if name not in (HEALTH, EDUCATION)]


def test_each_added_unit_is_in_the_history(in_makassar, console):
    console.post(ADD, {"names": [HEALTH, EDUCATION]})

    entries = Entry.objects.filter(action="units.add").order_by("id")
    assert list(entries.values_list("summary", "actor_name")) == [
        (f"Added the unit {HEALTH}", "Sari"),
        (f"Added the unit {EDUCATION}", "Sari"),
    ]


def test_nothing_ticked_says_what_to_do(in_makassar, console):
    body = console.post(ADD).content.decode()

    assert "Centang paling sedikit satu unit kerja." in body
    assert not Unit.objects.exists()


def test_name_that_is_not_offered_is_refused(in_makassar, console):
    body = console.post(ADD, {"names": ["Dinas Sihir"]}).content.decode()

    assert "Daftar ini berubah sejak Anda membukanya." in body
    assert not Unit.objects.exists()


def test_closed_unit_is_not_offered_again_whatever_its_capitals(in_makassar, console):
    Unit.objects.create(name="DINAS KESEHATAN", is_active=False)

    assert HEALTH not in offered(console.get("/konsol/unit/").content.decode())


def test_adding_again_leaves_what_is_there(in_makassar, as_sari):
    actions.add_units([HEALTH], by=as_sari)

    added = actions.add_units([HEALTH, EDUCATION], by=as_sari)

    assert [unit.name for unit in added] == [EDUCATION]


def test_officer_may_not_add_units(in_makassar, portal, budi, as_budi):
    assert portal(in_makassar, budi).post(ADD, {"names": [HEALTH]}).status_code == 403
    with pytest.raises(NotPermitted):
        actions.add_units([HEALTH], by=as_budi)


def test_agency_is_offered_no_units_of_a_region(makassar, console):
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=makassar.id).update(kind="agency", region_code=None)

    assert offered(console.get("/konsol/unit/").content.decode()) == []


def test_usual_names_are_in_order_and_fit():
    assert list(NAMES) == sorted(set(NAMES))
    assert max(map(len, NAMES)) <= Unit._meta.get_field("name").max_length


def test_twice_pressed_is_once(in_makassar, console):
    unit = Unit.objects.create(name=HEALTH)
    states = []
    for wanted in ("", "", "active", "active"):
        console.post(f"/konsol/unit/{unit.key}/keadaan/", {"wanted": wanted})
        unit.refresh_from_db()
        states.append(unit.is_active)

    assert states == [False, False, True, True]


def names() -> list[str]:
    return sorted(Unit.objects.values_list("name", flat=True))


def test_name_that_a_unit_has_is_refused_beside_its_field(in_makassar, console):
    Unit.objects.create(name=HEALTH)

    body = console.post("/konsol/unit/", {"name": HEALTH}).content.decode()

    assert f"Sudah ada unit bernama “{HEALTH}”." in body
    assert names() == [HEALTH]


def test_unit_is_renamed(in_makassar, console):
    page = f"/konsol/unit/{Unit.objects.create(name=HEALTH).key}/"
    shown = console.get(page).content.decode()

    body = console.post(page, {"name": EDUCATION}, follow=True).content.decode()

    assert f'value="{HEALTH}"' in shown
    assert "Nama unit diubah." in body
    assert names() == [EDUCATION]


def test_unit_is_not_called_like_another(in_makassar, console):
    unit = Unit.objects.create(name=HEALTH)
    Unit.objects.create(name=EDUCATION)

    body = console.post(f"/konsol/unit/{unit.key}/", {"name": EDUCATION}).content.decode()

    assert f"Sudah ada unit bernama “{EDUCATION}”." in body
    assert names() == [HEALTH, EDUCATION]
