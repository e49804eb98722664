"""An administrator sets up by which provider her people log in."""

import pytest

from kernel.accounts import actions as accounts
from kernel.accounts.models import IdentityProvider, Role
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tests.kernel.accounts.providers.idp import CLIENT, SECRET, liar

PAGE = "/konsol/orang/akun-lain/"


@pytest.fixture(autouse=True)
def _near(settings):
    settings.PRIVATE_PROVIDERS = True


@pytest.fixture
def office(portal, makassar, sari):
    return portal(makassar, sari)


@pytest.fixture
def idp():
    with liar() as provider:
        yield provider


def typed(issuer, **more):
    right = {
        "name": "Akun Pemkot",
        "issuer": issuer,
        "client_id": CLIENT,
        "secret": SECRET,
        "domains": "@Kota.go.id, kota.id",
    }
    return {**right, **more}


def rows(where):
    with enter(where):
        return list(IdentityProvider.objects.all())


def entry(where, action):
    with enter(where):
        return Entry.objects.filter(action=action).latest("id")


def test_provider_is_asked_and_saved_with_its_secret_sealed(office, idp, makassar):
    response = office.post(PAGE, typed(idp.issuer, counts_second_step="on"))

    row = rows(makassar)[0]
    assert response["Location"] == PAGE
    assert (row.domains, row.counts_second_step, row.saved_by.name) == (["kota.go.id", "kota.id"], True, "Sari")
    assert SECRET not in row.secret
    assert SECRET not in str(entry(makassar, "providers.add").after)


def test_secret_is_never_shown_again_and_kept_when_left_empty(office, idp, makassar):
    office.post(PAGE, typed(idp.issuer))
    before = rows(makassar)[0].secret

    page = office.get(PAGE).content.decode()
    office.post(PAGE, typed(idp.issuer, name="Akun Kota", secret=""))

    assert ("kota.go.id kota.id" in page, SECRET in page, before in page) == (True, False, False)
    assert [(row.name, row.secret) for row in rows(makassar)] == [("Akun Kota", before)]
    assert entry(makassar, "providers.change").before["name"] == "Akun Pemkot"


def test_secret_goes_to_no_other_provider(office, idp, makassar):
    office.post(PAGE, typed(idp.issuer))

    with liar() as other:
        page = office.post(PAGE, typed(other.issuer, secret="")).content.decode()

    assert "Tulis rahasia yang diberikan penyedia" in page
    assert [row.issuer for row in rows(makassar)] == [idp.issuer]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"issuer": ""}, "Tulis alamat penyedia"),
        ({"issuer": "http://akun.kota.go.id"}, "diawali https://"),
        ({"issuer": "https://localhost:1"}, "localhost tidak bisa dihubungi"),
        ({"domains": "kota"}, "“kota” bukan domain"),
        ({"secret": ""}, "Tulis rahasia yang diberikan penyedia"),
        ({"name": ""}, "Tulis nama tombolnya"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(office, idp, makassar, wrong, said):
    page = office.post(PAGE, typed(**{"issuer": idp.issuer, **wrong})).content.decode()

    assert (said in page, f'value="{CLIENT}"' in page) == (True, True)
    assert rows(makassar) == []


def test_page_says_where_people_come_back_to(office, makassar):
    page = office.get(f"/en{PAGE}").content.decode()

    assert f"http://{makassar.domain}/masuk/akun-lain/kembali/" in page


def test_removed_provider_is_no_way_in(office, idp, makassar, portal):
    office.post(PAGE, typed(idp.issuer))
    office.post(f"{PAGE}hapus/")
    office.post(f"{PAGE}hapus/")

    assert rows(makassar) == []
    assert entry(makassar, "providers.remove").before["issuer"] == idp.issuer
    assert "Lanjut dengan" not in portal(makassar).get("/masuk/").content.decode()


def test_who_may_not_do_everything_names_nobody_who_may(idp, portal, makassar, sari, budi, as_sari):
    with enter(makassar):
        role = Role.objects.create(key="hr", title_id="HR", title_en="HR", permissions=["people.manage"])
        accounts.assign(budi, role=role, by=as_sari)
        IdentityProvider.objects.create(name="Akun", issuer="https://x", client_id="x")
    his = portal(makassar, budi)

    answers = [his.get(PAGE), his.post(PAGE, typed(idp.issuer)), his.post(f"{PAGE}hapus/")]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert [row.name for row in rows(makassar)] == ["Akun"]
