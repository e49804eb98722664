"""A citizen's own notices: in her account, and by mail as she chose."""

import re
from collections.abc import Callable

import pytest
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel.accounts.actor import Actor, ActorKind
from kernel.audit.models import Entry
from kernel.text import Text
from tenants.citizens.models import Citizen
from tenants.isolation.current import Tenancy, enter
from tenants.notices import actions, queries
from tenants.notices.actions import News
from tenants.notices.kinds import Audience, Channel
from tenants.notices.models import Choice, Notice
from tests.tenants.citizens.conftest import EMAIL, come_in
from tests.tenants.notices.conftest import carry_out, queued

LIST, CHOICES = "/warga/pemberitahuan/", "/warga/pemberitahuan/pilihan/"
ONLY_HERE = {"portal.trial": "console", "complaints.change": "console", "personal.received": "now"}
BY_MAIL = ONLY_HERE | {"portal.trial": "now"}


@pytest.fixture
def citra(makassar: Tenancy, citizen: Client, clean_cache: None) -> Client:
    """Citra's browser: she is registered and logged in."""
    come_in(citizen).post("/warga/daftar/", {"name": "Citra"})
    return citizen


@pytest.fixture
def herself(makassar: Tenancy, citra: Client) -> Citizen:
    with enter(makassar):
        return Citizen.objects.get(email=EMAIL)


@pytest.fixture
def told(kind, herself: Citizen, makassar: Tenancy) -> Callable[..., int]:
    """Tell Citra of something."""
    kind(audience=Audience.CITIZENS, news=Text(id="Ada {what}", en="There is {what}"))

    def tell(what: str, **more: str) -> int:
        with enter(makassar):
            to = actions.citizen(herself, path="/warga/data-saya/", **more)
            return actions.notify("portal.trial", to=[to], news=News("/rahasia/", {"what": what}))

    return tell


def mails(makassar) -> list[str]:
    with enter(makassar):
        return [payload["to"] for payload in queued("mail.notice")]


def test_she_reads_it_in_her_account_and_by_mail(told, citra, makassar) -> None:
    assert told("jalan") == 1

    assert "Ada jalan" in citra.get(LIST).content.decode()
    assert mails(makassar) == [EMAIL]


def test_who_has_only_a_number_reads_it_in_her_account(told, herself, makassar) -> None:
    with enter(makassar):
        Citizen.objects.filter(pk=herself.pk).update(phone="+6281234567890")

    assert told("jalan", email="") == 1

    with enter(makassar):
        assert Notice.objects.get().recipient == Actor(ActorKind.CITIZEN, herself.key)
    assert mails(makassar) == []


def test_newest_is_first_and_the_unread_are_marked(told, citra) -> None:
    told("jalan")
    told("lampu")

    page = citra.get(LIST).content.decode()

    assert page.index("Ada lampu") < page.index("Ada jalan")
    assert page.count("Belum dibaca:") == 2


def test_notice_leads_to_its_thing_in_her_language_and_is_read_then(told, citra, makassar) -> None:
    told("jalan")
    with enter(makassar):
        key = Notice.objects.get().key

    assert citra.get(f"/en{LIST}{key}/")["Location"] == "/en/warga/data-saya/"

    assert "Belum dibaca:" not in citra.get(LIST).content.decode()


def test_all_are_marked_as_read_at_once(told, citra) -> None:
    told("jalan")

    page = citra.post(f"{LIST}dibaca/", follow=True).content.decode()

    assert "Semua sudah ditandai dibaca." in page
    assert "Belum dibaca:" not in page


def test_empty_list_says_so(citra) -> None:
    assert "Belum ada pemberitahuan." in citra.get(LIST).content.decode()


def test_nobody_opens_anothers_notice(told, citra, makassar) -> None:
    with enter(makassar):
        other = Citizen.objects.create(name="Oka", email="oka@example.org", registered_at="2026-11-01T00:00Z")
        actions.notify("portal.trial", to=[actions.citizen(other)], news=News("/", {"what": "jalan"}))
        key = Notice.objects.get().key

    assert citra.get(f"{LIST}{key}/").status_code == 404
    assert "Ada jalan" not in citra.get(LIST).content.decode()


def account_of(page: str) -> str:
    """Return what the menu says of her account."""
    return re.findall(r'<a href="/warga/"[^>]*>(.*?)</a>', page, re.S)[0]


@pytest.mark.parametrize(("path", "count", "asked"), [("/warga/nik/", 1, 3), ("/privasi/", 0, 1)])
def test_count_stands_in_her_account_and_costs_other_pages_nothing(told, citra, path, count, asked) -> None:
    told("jalan")
    citra.get(path)

    with CaptureQueriesContext(connection) as made:
        page = citra.get(path).content.decode()

    assert account_of(page).count("<em>1<") == count
    assert len(made) == asked


def test_who_chose_only_here_gets_no_mail_until_she_chooses_it_again(told, citra, makassar) -> None:
    citra.post(CHOICES, ONLY_HERE)
    told("jalan")
    assert mails(makassar) == []

    citra.post(CHOICES, BY_MAIL)
    told("lampu")

    assert mails(makassar) == [EMAIL]
    with enter(makassar):
        assert Notice.objects.count() == 2


def test_choice_is_recorded_without_her_name_or_address(citra, told, herself, makassar) -> None:
    citra.post(CHOICES, ONLY_HERE)

    with enter(makassar):
        row = Entry.objects.get(action="notices.choose")
        assert (row.actor_kind, row.actor_key, row.actor_name) == ("citizen", herself.key, "")
        assert row.after == ONLY_HERE
        assert EMAIL not in str(Entry.objects.values())
    assert "Citra" not in str(row.__dict__)


def test_what_is_missing_is_said_and_what_was_chosen_stays(citra, told, makassar) -> None:
    page = citra.post(CHOICES, {"portal.trial": "console", "complaints.change": "none"}).content.decode()

    assert "Belum tersimpan" in page
    assert re.search(r'name="portal.trial" value="console"[^>]*checked', page)
    with enter(makassar):
        assert not Choice.objects.exists()


def test_what_may_not_be_turned_off_says_why(citra) -> None:
    assert "Menurut undang-undang Anda berhak atas jawabannya" in citra.get(CHOICES).content.decode()


def test_account_without_an_address_is_told_that_no_mail_comes(citra, herself, makassar) -> None:
    assert "Tambah alamat email" not in citra.get(CHOICES).content.decode()
    with enter(makassar):
        Citizen.objects.filter(pk=herself.pk).update(email="", phone="+6281234567890")

    assert "Tambah alamat email" in citra.get(CHOICES).content.decode()


def test_link_in_a_mail_is_her_choice_in_the_account(told, citra, makassar) -> None:
    told("jalan")
    with enter(makassar):
        carry_out("mail.notice")
    sent = outbox.outbox[-1]
    assert sent.body.startswith("Halo Citra,")
    assert CHOICES in sent.body
    assert "/rahasia/" in sent.body

    citra.post(sent.message()["List-Unsubscribe"].strip("<>").partition(":8000")[2])

    assert re.search(r'name="portal.trial" value="console"[^>]*checked', citra.get(CHOICES).content.decode())
    told("lampu")
    assert mails(makassar) == []


def test_mails_that_she_ended_before_she_had_an_account_stay_ended_until_she_chooses(
    told,
    citra,
    makassar,
) -> None:
    with enter(makassar):
        kind = queries.kinds.here()["portal.trial"]
        actions.leave(kind, by=Actor(ActorKind.CITIZEN, "laporannya"))
    told("jalan", before="laporannya")
    assert mails(makassar) == []

    citra.post(CHOICES, BY_MAIL)
    told("lampu", before="laporannya")

    assert mails(makassar) == [EMAIL]


def test_link_gives_nobody_more_than_she_chose(kind, makassar, as_budi) -> None:
    made = kind()
    with enter(makassar):
        actions.choose({made.key: Channel.NONE}, by=as_budi)

        actions.leave(made, by=as_budi)

        assert queries.chosen(as_budi) == {made.key: Channel.NONE}


def test_mail_alone_stands_in_no_account(kind, citra, herself, makassar) -> None:
    kind(audience=Audience.ADDRESS)
    with enter(makassar):
        actions.notify("portal.trial", to=[actions.citizen(herself)], news=News("/", {"what": "jalan"}))

        assert not Notice.objects.exists()
    assert mails(makassar) == [EMAIL]
