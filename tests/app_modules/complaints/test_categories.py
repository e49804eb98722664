"""What reports can be about, and which unit is suggested for it."""

import pytest

from app_modules.complaints.actions import categories as actions
from app_modules.complaints.errors import CategoryExists, LastCategory
from app_modules.complaints.forms.officer import ForwardForm
from app_modules.complaints.models import Category
from kernel.accounts.models import Unit
from kernel.audit.models import Entry
from kernel.errors import NotPermitted

LIST = "/konsol/laporan/kategori/"
VALUES = {
    "name": "Parkir liar",
    "name_en": "Illegal parking",
    "kind": "non_supervision",
    "unit": None,
    "position": 5,
    "is_active": True,
}
TYPED = {**VALUES, "unit": "", "is_active": "on"}


@pytest.fixture
def desk(portal, makassar, sari):
    """Sari's browser."""
    return portal(makassar, sari)


@pytest.fixture
def roads(in_makassar) -> Category:
    return Category.objects.get(key="jalan")


def test_list_says_where_a_unit_is_missing(desk, roads, works):
    Category.objects.exclude(pk=roads.pk).update(unit=works)

    body = desk.get(LIST).content.decode()

    assert body.count("belum ada unit") == 1
    assert body.count(works.name) == Category.objects.count() - 1


def test_unit_of_the_category_is_suggested_when_a_report_is_forwarded(desk, roads, works, report):
    desk.post(f"{LIST}jalan/", {**TYPED, "name": roads.name, "unit": works.key})

    case = report(category=Category.objects.get(key="jalan"))
    assert ForwardForm(case=case).initial["unit"] == works.key


def test_category_is_added_and_citizens_can_choose_it(desk, citizen, in_makassar):
    response = desk.post(f"{LIST}baru/", TYPED)

    assert (response.status_code, response["Location"]) == (302, LIST)
    assert "Parkir liar" in citizen.get("/laporan/buat/").content.decode()


def test_closed_category_is_offered_no_more(desk, citizen, roads):
    desk.post(f"{LIST}jalan/", {**TYPED, "name": roads.name, "is_active": ""})

    assert "Jalan dan trotoar" not in citizen.get("/laporan/buat/").content.decode()
    assert "Tidak ditawarkan" in desk.get(LIST).content.decode()


def test_name_that_another_category_has_is_refused_beside_the_field(desk, roads):
    response = desk.post(f"{LIST}jalan/", {**TYPED, "name": "LAMPU JALAN"})

    assert response.status_code == 400
    assert "Sudah ada kategori dengan nama ini." in response.content.decode()


def test_category_may_keep_its_name(roads, as_sari):
    assert actions.change(roads, {**VALUES, "name": roads.name}, by=as_sari).name_en == "Illegal parking"


def test_last_category_stays(roads, as_sari):
    Category.objects.exclude(pk=roads.pk).update(is_active=False)

    with pytest.raises(LastCategory):
        actions.change(roads, {**VALUES, "is_active": False}, by=as_sari)


def test_last_category_is_said_beside_the_field(desk, roads):
    Category.objects.exclude(pk=roads.pk).update(is_active=False)

    body = desk.post(f"{LIST}jalan/", {**TYPED, "is_active": ""}).content.decode()

    assert "Ini kategori terakhir yang dapat dipilih warga." in body
    assert Category.objects.get(pk=roads.pk).is_active


def test_same_name_is_not_added_twice(in_makassar, as_sari):
    actions.add(VALUES, by=as_sari)

    with pytest.raises(CategoryExists):
        actions.add({**VALUES, "name": "parkir LIAR"}, by=as_sari)


def test_closed_unit_of_a_category_stays_until_it_is_changed(desk, roads, works):
    Category.objects.filter(pk=roads.pk).update(unit=works)
    Unit.objects.filter(pk=works.pk).update(is_active=False)

    desk.post(f"{LIST}jalan/", {**TYPED, "name": "Jalan", "unit": works.key})

    assert Category.objects.get(pk=roads.pk).unit == works


def test_change_is_in_the_history(desk, roads, works):
    desk.post(f"{LIST}jalan/", {**TYPED, "name": roads.name, "unit": works.key})

    entry = Entry.objects.get(action="complaints.change_category")
    assert (entry.actor_name, entry.before["unit"], entry.after["unit"]) == ("Sari", "", works.name)
    body = desk.get("/konsol/riwayat/").content.decode()
    assert "Mengubah kategori laporan" in body
    assert f'href="{LIST}jalan/"' in body


def test_category_that_is_not_there_is_not_found(desk):
    assert desk.get(f"{LIST}tidak-ada/").status_code == 404


@pytest.mark.parametrize("path", ["", "baru/", "jalan/"])
def test_officer_may_not_change_categories(portal, makassar, budi, path):
    assert portal(makassar, budi).post(LIST + path, TYPED).status_code == 403


@pytest.mark.parametrize(
    "verb", [lambda by: actions.add(VALUES, by=by), lambda by: actions.change(None, VALUES, by=by)]
)
def test_actions_ask_for_the_right_themselves(in_makassar, as_budi, verb):
    with pytest.raises(NotPermitted):
        verb(as_budi)


def test_queue_leads_to_the_categories_who_may_change_them(desk, portal, makassar, budi):
    assert LIST in desk.get("/konsol/laporan/").content.decode()
    assert LIST not in portal(makassar, budi).get("/konsol/laporan/").content.decode()


def test_category_form_without_units_leads_to_them(desk, roads):
    body = desk.get(f"{LIST}jalan/").content.decode()

    assert "Belum ada unit kerja." in body
    assert 'href="/konsol/unit/" class="btn btn-line' in body
