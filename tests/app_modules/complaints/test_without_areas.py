"""An agency may work in no region: its citizens say in words where it is."""

import pytest

from app_modules.complaints import actions, provision
from app_modules.complaints.models import Case
from app_modules.complaints.queries import links
from kernel.accounts.actor import PLATFORM
from kernel.ids import new_id
from kernel.ui import icons
from tenants.areas.models import Area
from tests.app_modules.complaints.conftest import WORDS
from tests.app_modules.complaints.test_pages import FORM

PLACE = "Lobi gedung B, lantai 2"


@pytest.fixture(autouse=True)
def _without_areas(in_makassar) -> None:
    Area.objects.all().delete()


@pytest.fixture
def case(report_in_words) -> Case:
    return report_in_words()


@pytest.fixture
def report_in_words(citizen, clean_cache):
    """Send the form as a browser does, and return the case."""

    def send(**more: object) -> Case:
        citizen.post(
            FORM, {"submission": new_id(), "description": WORDS, "category": "lampu", "landmark": PLACE, **more}
        )
        return Case.objects.get(is_sample=False)

    return send


def test_form_asks_for_the_place_in_words(citizen):
    page = citizen.get(FORM).content.decode()

    assert "village" not in page
    assert "Tempat <span" in page


def test_report_is_taken_with_a_place_in_words(case):
    assert (case.area_code, case.place, case.landmark, case.exact_place) == ("", "", PLACE, PLACE)


def test_report_without_a_place_is_refused_next_to_the_field(citizen, in_makassar, clean_cache):
    response = citizen.post(FORM, {"submission": new_id(), "description": WORDS, "category": "lampu"})

    assert response.status_code == 400
    error = response.content.decode().partition('id="id_landmark_error"')[2].partition("</p>")[0]
    assert "Tulis tempatnya, agar petugas menemukan yang Anda maksud." in error


def test_village_that_is_sent_all_the_same_is_ignored(report_in_words):
    assert report_in_words(village="73.71.01.1001").area_code == ""


def test_reporter_and_officers_read_the_place(case, citizen, makassar, portal, budi):
    follow = citizen.get(links.follow_path(case)).content.decode()
    queue = portal(makassar, budi).get("/konsol/laporan/").content.decode()

    assert follow.count(f"<span>{PLACE}</span>") == 1
    assert f"{case.ticket} · {PLACE}" in queue


def test_public_never_reads_the_place(case, citizen, as_budi):
    actions.release(case, actions.Public(title="Lampu padam", text="Lampu di lobi."), by=as_budi)

    pages = [citizen.get(path).content.decode() for path in ("/laporan/", f"/laporan/{case.ticket}/")]

    assert ["Lampu padam" in page for page in pages] == [True, True]
    assert [PLACE in page for page in pages] == [False, False]
    assert 'name="tempat"' not in pages[0]
    assert icons.shapes("map-pin") not in pages[1]


def test_samples_need_no_area():
    Case.objects.all().delete()

    provision.sample(PLATFORM)

    assert set(Case.objects.values_list("area_code", "place")) == {("", "")}
