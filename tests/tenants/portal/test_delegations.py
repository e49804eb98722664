import datetime
import re

import pytest
from django.core import mail as outbox
from django.utils import timezone

from kernel.accounts.models import Delegation, Role
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tests.conftest import make_person
from tests.tenants.notices.conftest import carry_out

PAGE = "/konsol/wakil/"


@pytest.fixture
def lend(console, budi, in_makassar):
    """Sari lends her role to Budi on the page; what it then says."""

    def send(**more: str) -> str:
        today = timezone.localdate()
        last = today + datetime.timedelta(days=3)
        sent = {"to": budi.key, "rights": "administrator::", "first_day": today, "last_day": last, "reason": "Cuti"}
        return console.post(PAGE, sent | more, follow=True).content.decode()

    return send


def test_both_pages_show_what_is_lent(lend, portal, makassar, budi):
    assert re.search(r"kepada Budi</p><p[^>]*>Administrator · seluruh daerah", lend())

    theirs = portal(makassar, budi)
    assert re.search(r"untuk Sari</p><p[^>]*>Administrator · seluruh daerah", theirs.get(PAGE).content.decode())
    assert "Hari ini Anda juga bekerja dengan hak Sari." in theirs.get("/konsol/").content.decode()


def test_colleague_works_with_the_rights_and_the_history_says_for_whom(lend, portal, makassar, budi):
    browser = portal(makassar, budi)
    assert browser.get("/konsol/unit/").status_code == 403
    lend()

    browser.post("/konsol/unit/", {"name": "Dinas Contoh"})

    assert Entry.objects.get(action="units.add").actor.name == "Budi (a.n. Sari)"


def test_both_get_a_mail(lend, makassar, sari, budi):
    lend()

    with enter(makassar):
        carry_out("mail.notice")

    sent = {mail.to[0]: mail for mail in outbox.outbox}
    assert set(sent) == {sari.email, budi.email}
    mail = sent[budi.email]
    assert mail.subject == "Budi mewakili Sari"
    assert mail.body.startswith("Halo Budi,\n\nBudi mewakili Sari dari ")
    assert "- Administrator · seluruh daerah\n" in mail.body
    assert "http://makassar.localhost:8000/konsol/wakil/" in mail.body


def test_both_hear_once_that_it_was_ended_early(lend, makassar, portal, sari, budi):
    lend()
    with enter(makassar):
        key = Delegation.objects.get().key
        carry_out("mail.notice")
    outbox.outbox.clear()

    for _twice in range(2):
        portal(makassar, sari).post(f"/konsol/wakil/{key}/akhiri/")

    with enter(makassar):
        assert carry_out("mail.notice") == len({sari.email, budi.email})
    assert {mail.subject for mail in outbox.outbox} == {"Budi tidak lagi mewakili Sari"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"first_day": "2020-01-01"}, "Hari ini sudah lewat."),
        ({"last_day": "2020-01-01"}, "Hari terakhir lebih dulu daripada hari pertama."),
        ({"last_day": "2099-01-01"}, "Paling lama 90 hari."),
        ({"to": "tidakada"}, "Pilih seorang rekan."),
        ({"rights": "officer::"}, "Anda tidak lagi memegang peran ini."),
        ({"reason": ""}, "Alasan"),
    ],
    ids=["past", "backwards", "long", "nobody", "not hers", "no reason"],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(lend, wrong, said):
    body = lend(**wrong)

    assert said in body
    assert "Belum dititipkan" in body
    assert ('value="Cuti"' in body) == ("reason" not in wrong)
    assert not Delegation.objects.exists()


def test_oneself_is_not_offered(console, sari):
    assert f'value="{sari.key}"' not in console.get(PAGE).content.decode()


def test_giver_ends_it_on_the_same_page(lend, console, portal, makassar, budi):
    lend()
    key = Delegation.objects.get().key

    body = console.post(f"{PAGE}{key}/akhiri/", follow=True).content.decode()

    assert "Diakhiri." in body
    assert "kepada Budi" not in body
    assert portal(makassar, budi).get("/konsol/unit/").status_code == 403


def test_administrator_sees_and_ends_it_on_the_persons_page(lend, portal, makassar, sari):
    lend()
    browser = portal(makassar, make_person("Wati", "administrator"))
    assert "kepada Budi" in browser.get(f"/konsol/orang/{sari.key}/").content.decode()

    response = browser.post(f"{PAGE}{Delegation.objects.get().key}/akhiri/")

    assert response["Location"] == f"/konsol/orang/{sari.key}/"
    assert Delegation.objects.get().ended_by.name == "Wati"


def test_person_page_of_the_colleague_says_for_whom(lend, console, budi):
    lend()

    assert "untuk Sari" in console.get(f"/konsol/orang/{budi.key}/").content.decode()


def test_who_has_nothing_is_told_so(makassar, portal, in_makassar):
    person = make_person("Nol", "officer")
    person.assignments.all().delete()

    assert "Anda tidak punya peran sendiri untuk dititipkan." in portal(makassar, person).get(PAGE).content.decode()


def test_role_whose_holder_lends_it_is_in_use_as_before(lend, in_makassar):
    lend()

    assert Role.objects.get(key="administrator").assignments.count() == 1
