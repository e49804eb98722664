"""A letter: HTML and text of equal content, in the region's face."""

import re

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.utils.html import strip_tags

from kernel.accounts.actor import Actor, ActorKind
from tenants import letters, mail
from tenants.customization import queries as customization
from tenants.customization.models import Value
from tenants.files import actions as files
from tenants.letters import Letter
from tenants.notices import actions
from tenants.notices.actions import News, Recipient, person
from tenants.notices.kinds import Audience, here
from tests.tenants.notices.conftest import carry_out

pytestmark = pytest.mark.usefixtures("in_makassar")
TEXT = """Halo,

ada <b>kabar</b>:
baris kedua

- satu
- dua

http://makassar.localhost:8000/konsol/

https://jahat.example/konsol/"""


def sent() -> EmailMultiAlternatives:
    return outbox.outbox[-1]


def html() -> str:
    return sent().alternatives[0][0]


def test_html_says_what_the_text_says() -> None:
    mail.deliver("citra@example.org", "Kabar & lain", TEXT)

    words = re.sub(r"<(style|title).*?</\1>", "", html(), flags=re.S).replace("&lt;", "<").replace("&gt;", ">")
    for line in sent().body.splitlines():
        assert line.removeprefix("- ") in words
    assert "<li>satu</li><li>dua</li>" in html()
    assert "ada &lt;b&gt;kabar&lt;/b&gt;:<br>baris kedua" in html()
    assert "<title>Kabar &amp; lain</title>" in html()


def test_only_what_leads_to_this_portal_becomes_a_button() -> None:
    mail.deliver("citra@example.org", "Kabar", TEXT)

    assert re.findall(r'class="button" href="([^"]+)"', html()) == ["http://makassar.localhost:8000/konsol/"]


def test_nothing_is_fetched_but_the_emblem() -> None:
    stored = files.store(b"png", "image/png", owner="customization.emblem", is_private=False, name="lambang.png")
    Value.objects.create(kind="brand", key="emblem", value=stored.key)
    customization.forget()

    mail.deliver("citra@example.org", "Kabar", TEXT)

    assert re.findall(r'src="([^"]+)"', html()) == [f"http://makassar.localhost:8000/berkas/{stored.key}/"]


def test_region_signs_and_gets_the_answers() -> None:
    for key, value in (("portal.mail_name", "Diskominfo"), ("portal.reply_to", "lapor@makassar.example")):
        Value.objects.create(kind="setting", key=key, value=value)
    customization.forget()

    mail.deliver("citra@example.org", "Kabar", "Isi")

    message = sent().message()
    assert message["From"] == "Diskominfo <portal@localhost>"
    assert message["Reply-To"] == "lapor@makassar.example"
    assert message["Auto-Submitted"] == "auto-generated"


def test_platform_signs_its_own_mails(on_platform) -> None:
    mail.deliver("rani@example.org", "Kabar", "Isi")

    assert sent().message()["From"] == "LIVE Partnership <portal@localhost>"
    assert "LIVE Partnership</header>" in html()


def test_mail_of_an_officer_leads_to_her_choices_and_can_be_ended_by_one_click(kind, budi, citizen) -> None:
    kind()
    actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/", {"what": "jalan"}))
    carry_out("mail.notice")

    message = sent().message()

    assert sent().subject == "Kabar jalan"
    assert sent().body.startswith("Halo Budi,\n\nada kabar tentang jalan.\n\nhttp://makassar.localhost:8000/konsol/\n")
    assert "http://makassar.localhost:8000/konsol/pemberitahuan/pilihan/" in sent().body
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = message["List-Unsubscribe"].strip("<>").partition(":8000")[2]
    assert citizen.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_click_that_ends_mails_leads_to_a_page_in_her_language(kind, budi) -> None:
    kind()
    budi.language = "en"
    actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/", {"what": "the road"}))

    carry_out("mail.notice")

    leave = sent().message()["List-Unsubscribe"].strip("<>")
    assert leave.startswith("http://makassar.localhost:8000/en/berhenti/")
    assert leave in sent().body


def test_mail_of_a_citizen_is_in_her_language_and_leads_to_no_console(kind) -> None:
    kind(audience=Audience.CITIZENS)
    citra = Recipient(Actor(ActorKind.CITIZEN, "kasus"), "citra@example.org", "en")
    actions.notify("portal.trial", to=[citra], news=News("/en/", {"what": "the road"}))

    carry_out("mail.notice")

    assert sent().body.startswith("Hello,\n\nthere is news of the road.")
    assert "/konsol/" not in sent().body
    assert '<html lang="en">' in html()


def test_mail_that_may_not_be_ended_offers_no_end(kind, budi) -> None:
    kind(why_always=kind().title)
    actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/", {"what": "jalan"}))

    carry_out("mail.notice")

    assert sent().message()["List-Unsubscribe"] is None


def test_module_that_was_turned_off_meanwhile_mails_nothing(kind, budi, monkeypatch) -> None:
    kind()
    actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/", {"what": "jalan"}))
    monkeypatch.undo()

    carry_out("mail.notice")

    assert outbox.outbox == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_texts_of_every_kind_use_their_sample_only_and_lead_somewhere(language) -> None:
    from tenants.notices.forms import LetterForm
    from tenants.notices.texts import default

    for kind in here().values():
        form = LetterForm(kind, language, default(kind, language)._asdict())
        assert form.is_valid(), (kind.key, form.errors)


def test_preview_is_the_letter(kind) -> None:
    shown = letters.html(Letter("", "Kabar", "Isi\n\n- satu"), nonce="sekali")

    assert '<style nonce="sekali">' in shown
    assert "<pre>Isi\n\n- satu\n</pre>" in strip_tags(shown) or "Isi\n\n- satu" in shown
