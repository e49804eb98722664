"""One person with accounts in two regions links them, and goes from one to the other; neither looks into the other."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone

from kernel import signing
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import LinkedAccount
from kernel.accounts.queries import as_actor
from kernel.audit.models import Entry
from kernel.signing import BadToken
from tenants.elsewhere import actions, queries
from tenants.elsewhere.tokens import AGREED, OFFER
from tenants.isolation import hosts
from tenants.isolation.current import Place, enter
from tenants.registry.models import Domain, Tenant
from tests.conftest import queries as counted
from tests.kernel.accounts.test_log_in import log_in

LIST = "/akun/daerah/"
MENU = "Ganti daerah"


@pytest.fixture
def here(portal, makassar, sari):
    return portal(makassar, sari)


@pytest.fixture
def there(portal, jayapura, dewi):
    return portal(jayapura, dewi)


def led(response):
    """Return the path of the other region to which a page leads."""
    page = response.content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return urlsplit(unescape(found[1])).path


def begin(here, where):
    return led(here.post(LIST, {"address": f"http://{where.domain}:8000/konsol/"}))


def link(here, there, where):
    there_path = begin(here, where)
    back = led(there.post(there_path))
    return here.post(back, follow=True)


def linked(where):
    with enter(where):
        return [(row.person.name, row.name, row.domain) for row in LinkedAccount.objects.filter(removed_at=None)]


def test_both_regions_know_after_both_agreed(here, there, makassar, jayapura):
    page = link(here, there, jayapura).content.decode()

    assert "Sekarang Anda bisa ke Kota Jayapura dari menu konsol." in page
    assert linked(makassar) == [("Sari", "Kota Jayapura", jayapura.domain)]
    assert linked(jayapura) == [("Dewi", "Kota Makassar", makassar.domain)]
    for where, name in ((makassar, "Kota Jayapura"), (jayapura, "Kota Makassar")):
        with enter(where):
            assert Entry.objects.get(action="elsewhere.link").after["name"] == name


def test_neither_region_learns_of_the_other_account(here, there, makassar, jayapura):
    link(here, there, jayapura)

    assert "Dewi" not in here.get(LIST).content.decode()
    assert "Sari" not in there.get(LIST).content.decode()


def test_page_there_says_as_whom_one_agrees_and_changes_nothing(here, there, jayapura):
    page = there.get(begin(here, jayapura)).content.decode()

    assert ("Anda datang dari Kota Makassar." in page, "Dewi (dewi@example.org)" in page) == (True, True)
    assert linked(jayapura) == []


def test_who_is_not_logged_in_there_logs_in_first(here, portal, jayapura, dewi):
    path = begin(here, jayapura)
    other = portal(jayapura)

    first = other.get(path)
    back = log_in(other, "dewi@example.org", next=path)

    assert first["Location"].startswith("/masuk/?next=")
    assert back["Location"] == path


def test_second_step_is_asked_first(here, portal, jayapura, dewi, settings):
    path = begin(here, jayapura)
    settings.SECOND_FACTOR_REQUIRED = True
    other = portal(jayapura)
    log_in(other, "dewi@example.org")

    assert other.post(path)["Location"] == "/akun/keamanan/"
    assert linked(jayapura) == []


def test_region_leads_to_its_console(here, there, makassar, jayapura):
    link(here, there, jayapura)
    path = re.search(rf'href="({LIST}[a-z0-9]+/)"', here.get(LIST).content.decode())[1]

    assert here.get(path)["Location"] == f"http://{jayapura.domain}:8000/konsol/"


def test_going_there_logs_nobody_in(here, there, portal, jayapura):
    link(here, there, jayapura)

    assert portal(jayapura).get("/konsol/")["Location"].startswith("/masuk/")


def test_menu_leads_to_the_list_only_where_there_is_something(here, there, jayapura):
    before = MENU in here.get("/konsol/").content.decode()
    link(here, there, jayapura)

    assert (before, MENU in here.get("/konsol/").content.decode()) == (False, True)
    here.post("/keluar/")
    log_in(here)
    assert MENU in here.get("/konsol/").content.decode()


def test_menu_asks_for_nothing(here, there, jayapura):
    with counted(10):
        here.get("/konsol/unit/")
    link(here, there, jayapura)
    with counted(10):
        here.get("/konsol/unit/")


def test_offer_is_good_once(here, there, jayapura, portal):
    path = begin(here, jayapura)
    there.post(path)

    answer = there.post(path)

    assert answer.status_code == 409
    assert "Tautan ini sudah dipakai" in answer.content.decode()


def test_offer_is_void_when_another_was_begun(here, there, jayapura):
    first = begin(here, jayapura)
    begin(here, jayapura)

    assert here.post(led(there.post(first))).status_code == 404


def test_end_is_good_once(here, there, jayapura):
    back = led(there.post(begin(here, jayapura)))
    here.post(back)

    assert here.post(back).status_code == 404


def test_end_of_two_clicks_at_once_is_one(here, there, makassar, jayapura, sari, monkeypatch):
    back = led(there.post(begin(here, jayapura)))
    with enter(makassar):
        row = LinkedAccount.objects.get()
        LinkedAccount.objects.update(linked_at=timezone.now())
        monkeypatch.setattr(actions, "agreed", lambda person, token: row)

        with pytest.raises(BadToken):
            actions.finish(sari, back, by=as_actor(sari))


def test_end_is_for_who_began(here, there, portal, makassar, jayapura, budi):
    back = led(there.post(begin(here, jayapura)))

    assert portal(makassar, budi).get(back).status_code == 404
    assert "Tambah Kota Jayapura" in here.get(back).content.decode()


def test_offer_is_good_for_minutes(here, there, jayapura):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        path = begin(here, jayapura)
        clock.shift(timedelta(minutes=21))

        assert there.get(path).status_code == 404


@pytest.mark.parametrize("kind", [OFFER, AGREED])
def test_what_was_signed_for_another_region_is_refused_here(here, makassar, jayapura, kind):
    with signing.scope(jayapura.key):
        token = kind.sign({"key": "x", "domain": jayapura.domain})

    path = "setuju" if kind is OFFER else "selesai"
    assert here.get(f"{LIST}{path}/{token}/").status_code == 404


def test_offer_of_a_region_that_is_gone_is_refused(here, makassar):
    with enter(makassar):
        token = OFFER.sign({"key": "x", "domain": "hilang.localhost"})

    assert here.get(f"{LIST}setuju/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Tulis alamat portal daerah lain itu."),
        ("hilang.localhost", "Tidak ada portal daerah lain di alamat itu."),
        ("makassar.localhost", "Tidak ada portal daerah lain di alamat itu."),
        ("localhost", "Tidak ada portal daerah lain di alamat itu."),
        ("bukan alamat!", "Tidak ada portal daerah lain di alamat itu."),
    ],
)
def test_address_that_is_none_is_said_and_kept(here, typed, said):
    page = here.post(LIST, {"address": typed}).content.decode()

    assert (said in page, f'value="{typed}"' in page or not typed) == (True, True)


def test_region_is_added_once(here, there, jayapura):
    link(here, there, jayapura)

    page = here.post(LIST, {"address": jayapura.domain}).content.decode()

    assert "Kota Jayapura sudah ada di daftar Anda." in page


def test_removed_region_can_be_added_again(here, there, makassar, jayapura):
    link(here, there, jayapura)
    path = re.search(rf'action="({LIST}[a-z0-9]+/hapus/)"', here.get(LIST).content.decode())[1]

    here.post(path)
    first = linked(makassar)
    link(here, there, jayapura)

    assert (first, len(linked(makassar)), len(linked(jayapura))) == ([], 1, 1)
    with enter(makassar):
        assert Entry.objects.filter(action="elsewhere.unlink").count() == 1


def test_removing_twice_is_once(here, there, makassar, jayapura, as_sari):
    link(here, there, jayapura)
    with enter(makassar):
        row = LinkedAccount.objects.get()
        actions.remove(row, by=as_sari)
        actions.remove(row, by=as_sari)

        assert Entry.objects.filter(action="elsewhere.unlink").count() == 1


def test_region_that_moved_is_found_again(here, there, makassar, jayapura):
    link(here, there, jayapura)
    with enter(Place.PLATFORM):
        Domain.objects.filter(tenant__region_code="91.71").update(is_primary=False)
        tenant = Tenant.objects.get(region_code="91.71")
        Domain.objects.create(tenant=tenant, domain="portal.jayapura.example", is_primary=True)
    hosts.forget()
    with enter(makassar):
        row = queries.of(LinkedAccount.objects.get().person).get()

        assert actions.find_again(row).domain == "portal.jayapura.example"
        assert LinkedAccount.objects.get().domain == "portal.jayapura.example"


def test_region_that_is_gone_says_so(here, there, makassar, jayapura):
    link(here, there, jayapura)
    with enter(makassar):
        LinkedAccount.objects.update(domain="hilang.localhost")
        key = LinkedAccount.objects.get().key

    page = here.get(f"{LIST}{key}/", follow=True).content.decode()

    assert "Kota Jayapura tidak punya portal di sini lagi." in page


def test_list_is_ones_own(here, there, portal, makassar, jayapura, budi):
    link(here, there, jayapura)
    his = portal(makassar, budi)
    with enter(makassar):
        key = LinkedAccount.objects.get().key

    assert "Kota Jayapura" not in his.get(LIST).content.decode()
    assert [his.get(f"{LIST}{key}/").status_code, his.post(f"{LIST}{key}/hapus/").status_code] == [404, 404]


def test_operator_in_the_console_has_no_list(here, makassar, monkeypatch):
    from kernel.accounts import queries as accounts

    monkeypatch.setattr(accounts, "guest_of", lambda request: Actor(ActorKind.OPERATOR, "rani", "Rani"))
    here.post("/keluar/")

    assert here.get(LIST).status_code == 404
