import re
from urllib.parse import unquote

import pytest
from django.core import mail as outbox

from kernel.accounts import actions as accounts
from kernel.accounts import queries
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Invitation, Person, Role, Unit
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tenants.portal import actions
from tenants.portal.queries import whatsapp_address
from tests.conftest import make_person
from tests.tenants.notices.conftest import carry_out

CITRA = {"name": "Citra", "email": "citra@example.org", "language": "id", "role": "officer", "unit": ""}


@pytest.fixture
def link(console) -> str:
    """The path of an open invitation for Citra."""
    page = console.post("/konsol/orang/undang/", CITRA, follow=True).content.decode()
    return re.search(r"localhost:\d+(/undangan/[^\"/]+/)", page)[1]


def test_invitation_is_mailed_with_its_link(console, link):
    with enter(Place.PLATFORM):
        payload = Job.objects.get(name="mail.notice", payload__to="citra@example.org").payload

    assert payload["kind"] == "portal.invitation"
    assert payload["news"]["path"].startswith("/undangan/")


def test_invitation_page_offers_whatsapp(console, in_makassar):
    page = console.post("/konsol/orang/undang/", CITRA, follow=True).content.decode()

    assert "https://wa.me/?text=Halo%20Citra" in page


@pytest.mark.parametrize(("name", "hello"), [("Ani", "Halo Ani,"), ("Ani@Example.org", "Halo,")])
def test_invitation_greets_by_name_only_who_has_one(in_makassar, name, hello):
    role = Role.objects.get(key="administrator")

    invitation = actions.invite("Ani@Example.org", name=name, role=role, by=PLATFORM)

    carry_out("mail.notice")
    sent = outbox.outbox[-1]
    assert sent.subject == "Undangan Anda ke Kota Makassar"
    assert sent.body.startswith(f"{hello}\n\nLIVE Partnership mengundang Anda ke portal Kota Makassar.")
    assert "http://makassar.localhost:8000/undangan/" in sent.body
    assert unquote(whatsapp_address(invitation)).partition("?text=")[2].startswith(f"{hello} Anda diundang")


def test_invited_person_joins_and_is_logged_in(citizen, link, in_makassar):
    response = citizen.post(link, {"name": "Citra", "password": "sampan kecil di teluk"})

    assert response["Location"] == "/konsol/"
    assert citizen.get("/konsol/").status_code == 200
    assert Person.objects.get(email="citra@example.org").assignments.get().role.key == "officer"


def test_invitation_works_once(citizen, makassar, portal, link):
    citizen.post(link, {"name": "Citra", "password": "sampan kecil di teluk"})

    response = portal(makassar).get(link)

    assert response.status_code == 410
    assert "Undangan ini sudah dipakai" in response.content.decode()


def test_invitation_of_another_region_is_refused(portal, jayapura, link):
    response = portal(jayapura).get(link)

    assert response.status_code == 404
    assert "Tautan ini tidak berlaku lagi" in response.content.decode()


def test_invitation_with_a_weak_password_joins_nobody(citizen, link, in_makassar):
    response = citizen.post(link, {"name": "Citra", "password": "1234567890"})

    assert response.status_code == 200
    assert not Person.objects.filter(email="citra@example.org").exists()


def test_withdrawn_invitation_stops_working(console, citizen, link, in_makassar):
    key = Invitation.open().get().key

    console.post(f"/konsol/orang/undangan/{key}/tarik/")

    assert citizen.get(link).status_code == 404


def test_address_that_has_joined_cannot_be_invited(console, budi):
    response = console.post("/konsol/orang/undang/", {**CITRA, "email": "BUDI@example.org"})

    assert "Sudah ada yang bergabung dengan email ini." in response.content.decode()


def test_last_administrator_cannot_lock_everybody_out(console, sari, in_makassar):
    response = console.post(f"/konsol/orang/{sari.key}/keadaan/")

    sari.refresh_from_db()
    assert (response.status_code, sari.is_active) == (409, True)


def test_last_administrator_keeps_her_role(console, sari, in_makassar):
    response = console.post(f"/konsol/orang/{sari.key}/cabut/", {"right": "administrator::"}, follow=True)

    assert "Ini administrator terakhir." in response.content.decode()
    assert sari.assignments.get().role.key == "administrator"


def test_deactivated_person_is_out_at_the_next_click(console, makassar, portal, budi):
    browser = portal(makassar, budi)
    assert browser.get("/konsol/").status_code == 200

    console.post(f"/konsol/orang/{budi.key}/keadaan/")

    assert browser.get("/konsol/").status_code == 302


def test_person_of_another_region_does_not_exist_here(console, dewi):
    assert console.get(f"/konsol/orang/{dewi.key}/").status_code == 404


def test_session_of_another_region_is_nobody_here(makassar, jayapura, portal, dewi):
    there = portal(jayapura, dewi)
    here = portal(makassar)
    here.cookies = there.cookies

    assert there.get("/konsol/").status_code == 200
    assert here.get("/konsol/").status_code == 302


@pytest.fixture
def limited(makassar, portal):
    """A browser of an administrator of one unit only."""
    with enter(makassar):
        person = make_person("Limas", "administrator")
        person.assignments.update(unit=Unit.objects.create(name="Dinas Contoh"))
    return portal(makassar, person)


@pytest.mark.parametrize("path", ["orang/", "orang/undang/", "unit/", "modul/", "kata/", "tampilan/", "riwayat/"])
def test_administrator_of_a_unit_does_not_reach_what_is_the_whole_regions(limited, path):
    assert limited.get(f"/konsol/{path}").status_code == 403


def test_administrator_of_a_unit_does_not_see_a_link_that_gives_more(limited, link, in_makassar):
    key = Invitation.open().get().key

    assert limited.get(f"/konsol/orang/undangan/{key}/").status_code == 403


def test_administrator_of_a_unit_still_works_on_its_reports(limited):
    page = limited.get("/konsol/laporan/")

    assert page.status_code == 200
    assert 'href="/konsol/orang/"' not in page.content.decode()


def test_link_to_more_rights_than_ones_own_is_hidden(console, limited_to_people, in_makassar):
    console.post("/konsol/orang/undang/", {**CITRA, "role": "administrator"})
    key = Invitation.open().get().key

    response = limited_to_people.get(f"/konsol/orang/undangan/{key}/")

    assert (response.status_code, "/undangan/ey" in response.content.decode()) == (403, False)


@pytest.fixture
def limited_to_people(makassar, portal):
    """A browser of somebody who may manage people, and nothing else."""
    with enter(makassar):
        Role.objects.create(key="people", title_id="Kepegawaian", title_en="Staff", permissions=["people.manage"])
        return portal(makassar, make_person("Lia", "people"))


@pytest.mark.parametrize(("name", "shown"), [("Citra", "Citra"), (CITRA["email"], None)], ids=["name", "address"])
def test_join_form_never_takes_an_address_for_a_name(in_makassar, citizen, name, shown):
    officer = Role.objects.get(key="officer")
    invitation = accounts.invite(CITRA["email"], name=name, role=officer, by=PLATFORM)

    body = citizen.get(queries.invitation_path(invitation)).content.decode()

    field = re.search(r'<input type="text" name="name"[^>]*>', body)[0]
    assert (re.findall(r'value="([^"]*)"', field) or [None]) == [shown]


def test_twice_pressed_is_once(console, budi, in_makassar):
    states = []
    for wanted in ("", "", "active", "active"):
        console.post(f"/konsol/orang/{budi.key}/keadaan/", {"wanted": wanted})
        budi.refresh_from_db()
        states.append(budi.is_active)

    assert states == [False, False, True, True]
    assert 'name="wanted" value=""' in console.get(f"/konsol/orang/{budi.key}/").content.decode()
