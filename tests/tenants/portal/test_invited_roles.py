"""Somebody is invited to several roles at once: each is chosen, judged, given and written down."""

import re

import pytest

from kernel.accounts import actions as accounts
from kernel.accounts import roles
from kernel.accounts.actor import Actor, ActorKind, Grant
from kernel.accounts.errors import MoreThanOwn, RoleInUse
from kernel.accounts.models import Invitation, Person, Role
from kernel.accounts.scopes import Offer, Scope
from kernel.audit.models import Entry
from tenants.areas.models import Area
from tests.conftest import queries as counted
from tests.tenants.portal.test_people import CITRA

PATH = "/konsol/orang/undang/"
TWO = {**CITRA, "area": "Mamajang", "further": "1", "role_0": "officer", "unit_0": "", "area_0": "Biringkanaya"}


@pytest.fixture
def codes(in_makassar) -> list[str]:
    """The codes of two districts."""
    return list(
        Area.objects.filter(name__in=["Mamajang", "Biringkanaya"]).order_by("-name").values_list("code", flat=True)
    )


def test_room_for_a_role_more_loses_nothing_and_judges_nothing(console):
    body = console.post(PATH, {"name": "Citra", "email": "", "role": "administrator", "more": "1"}).content.decode()

    assert ('value="Citra"' in body, "Belum diundang" in body) == (True, False)
    assert body.count('<option value="administrator" selected>') == 2
    assert ('name="role_0"' in body, 'name="role_1"' in body) == (True, False)


def test_there_is_room_for_five_roles(console):
    given, counts = dict(CITRA), []
    for _click in range(6):
        body = console.post(PATH, {**given, "more": "1"}).content.decode()
        given["further"] = re.search(r'name="further" value="(\d)"', body)[1]
        counts.append(given["further"])

    assert (counts, 'name="more"' in body) == (["1", "2", "3", "4", "4", "4"], False)


def test_accepting_gives_all_roles_where_they_hold(console, citizen, codes):
    page = console.post(PATH, TWO, follow=True).content.decode()
    link = re.search(r"localhost:\d+(/undangan/[^\"/]+/)", page)[1]
    assert ("Kecamatan Mamajang" in page, "Kecamatan Biringkanaya" in page) == (True, True)
    assert "Kecamatan Biringkanaya" in console.get("/konsol/orang/").content.decode()

    citizen.post(link, {"name": "Citra", "password": "sampan kecil di teluk"})

    held = Person.objects.get(name="Citra").assignments.order_by("pk")
    assert [(one.role.key, one.area_code, one.given_by.name) for one in held] == [
        ("officer", code, "Sari") for code in codes
    ]


def test_each_role_of_an_invitation_is_written_down(console, codes):
    console.post(PATH, TWO)

    entries = Entry.objects.filter(action="people.invite").order_by("pk")
    assert [entry.after["area"] for entry in entries] == codes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"area_0": "Mamajang"}, "Peran ini sudah ada di atas."),
        ({"role_0": ""}, "Pilih peran, atau kosongkan unit dan wilayahnya."),
        ({"area_0": "Atlantis"}, "Tidak ada kecamatan, kelurahan, atau desa bernama itu di sini."),
    ],
    ids=["twice", "no role", "nowhere"],
)
def test_what_is_wrong_with_a_further_role_is_said_beside_it(console, in_makassar, given, said):
    body = console.post(PATH, {**TWO, **given}).content.decode()

    assert (body.count(said), 'value="Mamajang"' in body) == (2, True)
    assert not Invitation.open().filter(email=CITRA["email"]).exists()


def test_further_role_that_is_left_empty_is_none(console, in_makassar):
    console.post(PATH, {**TWO, "role_0": "", "area_0": ""})

    assert len(Invitation.open().get(email=CITRA["email"]).offers) == 1


@pytest.mark.parametrize("further", ["-1", "x", "², "])
def test_number_that_is_none_makes_no_room(console, in_makassar, further):
    console.post(PATH, {**TWO, "further": further})

    assert len(Invitation.open().get(email=CITRA["email"]).offers) == 1


def test_nobody_offers_more_than_her_own_in_any_of_the_roles(in_makassar):
    by = Actor(ActorKind.PERSON, "budi", "Budi", grants=(Grant(frozenset({"people.manage"})),))
    small = Role.objects.create(key="kecil", title_id="Kecil", title_en="Small", permissions=["people.manage"])

    with pytest.raises(MoreThanOwn):
        accounts.invite(
            "a@example.org", name="A", role=small, further=[Offer(Role.objects.get(key="administrator"))], by=by
        )


def test_link_that_gives_more_than_ones_own_is_hidden(makassar, portal, in_makassar, as_sari):
    small = Role.objects.create(key="kecil", title_id="Kecil", title_en="Small", permissions=["people.manage"])
    limas = Person.objects.create_user("limas@example.org", "Limas", "sampan kecil di teluk")
    accounts.assign(limas, role=small, by=as_sari)
    more = [Offer(Role.objects.get(key="administrator"))]
    invited = accounts.invite("a@example.org", name="A", role=small, further=more, by=as_sari)

    assert portal(makassar, limas).get(f"/konsol/orang/undangan/{invited.key}/").status_code == 403


def test_role_that_is_offered_beside_another_is_in_use(in_makassar, as_sari):
    officer = Role.objects.get(key="officer")
    other = Role.objects.create(key="lain", title_id="Lain", title_en="Other", permissions=[])
    invited = accounts.invite("a@example.org", name="Ani", role=officer, further=[Offer(other)], by=as_sari)

    with pytest.raises(RoleInUse, match="Ani"):
        roles.remove(other, by=as_sari)

    ani = accounts.accept(invited, name="Ani", password=None)
    accounts.unassign(ani.assignments.get(role=other), by=as_sari)
    roles.remove(other, by=as_sari)
    assert not Role.objects.filter(key="lain").exists()


def test_list_of_invitations_asks_as_often_for_one_as_for_many(console, in_makassar, as_sari, codes):
    officer = Role.objects.get(key="officer")

    def invite(number: int) -> None:
        scopes = [Scope(area_code=code) for code in codes]
        more = [Offer(officer, scope) for scope in scopes]
        accounts.invite(f"a{number}@example.org", name="A", role=officer, further=more, by=as_sari)

    invite(0)
    console.get("/konsol/orang/")
    with counted(14):
        console.get("/konsol/orang/")
    for number in range(1, 4):
        invite(number)

    with counted(14):
        console.get("/konsol/orang/")
