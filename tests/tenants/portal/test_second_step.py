"""What administrators see and do of their people's second steps."""

import pytest
from allauth.mfa.models import Authenticator

from kernel.accounts.factors import actions as factors
from kernel.accounts.models import Role
from kernel.accounts.queries import as_actor
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import make_person


@pytest.fixture
def with_app(makassar, budi):
    """Budi has an app."""
    with enter(makassar):
        factors.set_up_app(budi, "GEZDGNBVGY3TQOJQ", counter=1, by=as_actor(budi))
    return budi


def test_list_says_who_has_one(console, with_app):
    page = console.get("/konsol/orang/").content.decode()

    assert page.count("dengan langkah kedua") == 1


def test_administrator_resets_it_and_the_person_is_told(console, with_app, makassar):
    response = console.post(f"/konsol/orang/{with_app.key}/langkah-kedua/", follow=True)

    assert "Langkah kedua diatur ulang." in response.content.decode()
    with enter(makassar):
        assert Authenticator.objects.count() == 0
        assert Entry.objects.get(action="factors.reset").actor.name == "Sari"
    with enter(Place.PLATFORM):
        mail = Job.objects.filter(name="mail.deliver", payload__to="budi@example.org").latest("pk").payload
    assert "Sari mengatur ulang langkah kedua Anda untuk Kota Makassar." in mail["text"]


def test_page_offers_it_where_there_is_one(console, with_app, sari):
    offered = [
        f"{one.key}/langkah-kedua/" in console.get(f"/konsol/orang/{one.key}/").content.decode()
        for one in (with_app, sari)
    ]

    assert offered == [True, False]


def test_nobody_resets_her_own(console, sari):
    response = console.post(f"/konsol/orang/{sari.key}/langkah-kedua/")

    assert response.status_code == 409
    assert "Ini akun Anda sendiri." in response.content.decode()


def test_who_manages_people_only_resets_no_administrators(makassar, portal, sari):
    with enter(makassar):
        Role.objects.create(key="people", title_id="Kepegawaian", title_en="Staff", permissions=["people.manage"])
        browser = portal(makassar, make_person("Lia", "people"))

    assert browser.post(f"/konsol/orang/{sari.key}/langkah-kedua/").status_code == 403


def test_rule_is_in_the_history(console, makassar):
    console.post("/konsol/orang/langkah-kedua/", {"everybody": ""})
    console.post("/konsol/orang/langkah-kedua/")

    history = console.get("/konsol/riwayat/").content.decode()
    assert [text in history for text in ("Meminta langkah kedua dari semua", "dari administrator saja")] == [True, True]
