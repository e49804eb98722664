"""Each person chooses in which language she is written to, and mails about her account follow it."""

import pytest

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM
from kernel.accounts.factors import actions as factors
from kernel.accounts.models import Person, Role
from kernel.audit.models import Entry
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.kernel.accounts.test_log_in import log_in
from tests.partnership.conftest import make_operator, open_console

PAGE = "/akun/keamanan/bahasa/"


def language(where, person) -> str:
    with enter(where):
        return Person.objects.get(pk=person.pk).language


def mailed() -> dict[str, str]:
    """Return the last mail that waits to be sent."""
    with enter(Place.PLATFORM):
        return Job.objects.filter(name="mail.deliver").latest("pk").payload


@pytest.fixture
def english(makassar, budi) -> Person:
    """Budi reads English."""
    with enter(makassar):
        Person.objects.filter(pk=budi.pk).update(language="en")
        return Person.objects.get(pk=budi.pk)


def test_person_chooses_on_her_own_page(portal, makassar, budi) -> None:
    console = portal(makassar, budi)
    assert "Bahasa surat kami" in console.get("/akun/keamanan/").content.decode()

    assert console.post(PAGE, {"language": "en"})["Location"] == "/akun/keamanan/"

    assert language(makassar, budi) == "en"
    with enter(makassar):
        entry = Entry.objects.get(action="people.language")
    assert (entry.actor.name, entry.before, entry.after) == ("Budi", {"language": "id"}, {"language": "en"})


def test_same_choice_changes_nothing(portal, makassar, budi) -> None:
    portal(makassar, budi).post(PAGE, {"language": "id"})

    with enter(makassar):
        assert not Entry.objects.filter(action="people.language").exists()


def test_language_that_there_is_not_is_refused_beside_the_field(portal, makassar, budi) -> None:
    page = portal(makassar, budi).post(PAGE, {"language": "jv"})

    assert ("jv" in page.content.decode(), language(makassar, budi)) == (True, "id")


def test_operator_chooses_too(on_platform) -> None:
    rani = make_operator("Rani", ["*"])

    open_console(rani).post(PAGE, {"language": "en"})

    assert language(Place.PLATFORM, rani) == "en"


def test_mail_of_a_forgotten_password_leads_to_the_english_page(portal, makassar, english, clean_cache) -> None:
    portal(makassar).post("/akun/lupa-sandi/", {"email": english.email})

    assert mailed()["language"] == "en"
    assert "/en/akun/sandi-baru/" in mailed()["text"]


def test_mail_of_a_new_browser_follows_it(portal, makassar, english, clean_cache) -> None:
    assert log_in(portal(makassar), english.email).status_code == 302

    assert mailed()["language"] == "en"
    assert "/en/akun/bukan-saya/" in mailed()["text"]


def test_mail_of_a_changed_account_follows_it(makassar, english) -> None:
    with enter(makassar):
        factors.tell_changed(english, "app")

    assert mailed()["language"] == "en"


@pytest.mark.parametrize("language", ["id", "en"])
def test_who_joins_is_written_to_in_the_language_of_her_invitation(in_makassar, language) -> None:
    offer = {"name": "Ani", "role": Role.objects.get(key="officer"), "by": PLATFORM}
    invitation = accounts.invite("ani@example.org", language=language, **offer)

    person = accounts.accept(invitation, name="Ani", password=None)

    assert person.language == language
