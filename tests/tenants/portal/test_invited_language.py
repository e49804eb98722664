"""An invitation is in the language that was chosen: the mail, its link, the page behind it, and all mails after."""

import re
from urllib.parse import unquote

import pytest
from django.core import mail as outbox

from kernel.accounts.models import Person
from tests.tenants.notices.conftest import carry_out
from tests.tenants.portal.test_people import CITRA

PATH = "/konsol/orang/undang/"
ENGLISH = {**CITRA, "language": "en"}


@pytest.fixture
def page(console) -> str:
    """The Indonesian page of an invitation in English."""
    return console.post(PATH, ENGLISH, follow=True).content.decode()


def link(text: str) -> str:
    found = re.search(r"localhost:8000([\w/]*/undangan/[^\"/\s]+/)", text)
    assert found is not None
    return found[1]


def test_language_of_the_region_is_offered_first(console) -> None:
    body = console.get(PATH).content.decode()

    assert re.findall(r'name="language" value="(\w+)"[^>]*checked', body) == ["id"]


@pytest.mark.parametrize(("language", "said"), [("", "Pilih bahasanya."), ("jv", "jv")])
def test_language_that_there_is_not_is_refused_beside_the_field(console, in_makassar, language, said) -> None:
    body = console.post(PATH, {**CITRA, "language": language}).content.decode()

    assert ("Belum diundang" in body, said in body, carry_out("mail.notice")) == (True, True, 0)


def test_mail_is_in_the_language_that_was_chosen(page, in_makassar) -> None:
    carry_out("mail.notice")

    sent = outbox.outbox[-1]
    assert sent.subject == "Your invitation to Kota Makassar"
    assert sent.body.startswith("Hello Citra,\n\nSari invites you to the portal of Kota Makassar.")
    assert link(sent.body).startswith("/en/undangan/")


def test_link_to_send_oneself_and_its_words_are_in_it_too(page) -> None:
    whatsapp = re.search(r"wa\.me/\?text=([^\"]+)", page)

    assert ("Undangan untuk Citra" in page, "· English" in page) == (True, True)
    assert link(page).startswith("/en/undangan/")
    assert whatsapp is not None
    assert unquote(whatsapp[1]).startswith("Hello Citra, you are invited to the portal of Kota Makassar.")
    assert link(unquote(whatsapp[1])).startswith("/en/undangan/")


def test_invitation_in_indonesian_of_an_english_console_is_indonesian(console, in_makassar) -> None:
    page = console.post(f"/en{PATH}", CITRA, follow=True).content.decode()
    carry_out("mail.notice")

    assert "Invitation for Citra" in page
    assert [link(text)[:10] for text in (page, outbox.outbox[-1].body)] == ["/undangan/"] * 2


def test_who_is_invited_joins_and_goes_on_in_her_language(page, citizen, in_makassar) -> None:
    joining = citizen.get(link(page)).content.decode()

    answer = citizen.post(link(page), {"name": "Citra", "password": "sampan kecil di teluk"})

    assert ('<html lang="en"' in joining, "Sari invited you as" in joining) == (True, True)
    assert answer["Location"] == "/en/konsol/"
    assert Person.objects.get(email=CITRA["email"]).language == "en"
