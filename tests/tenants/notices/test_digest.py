"""The mail of the morning."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail as outbox

from kernel.accounts.models import Person
from tenants.notices import actions, tasks
from tenants.notices.actions import News, person
from tenants.notices.kinds import Channel
from tenants.notices.models import Notice
from tests.tenants.notices.conftest import carry_out, queued

pytestmark = pytest.mark.usefixtures("in_makassar")
# Makassar's mornings are WITA's.
SEVEN = datetime(2026, 12, 7, 7, tzinfo=ZoneInfo("Asia/Makassar"))
HOUR = timedelta(hours=1)


@pytest.fixture
def told(kind, budi):
    """Budi was told of two things the evening before."""
    kind(channel=Channel.DIGEST)
    with time_machine.travel(SEVEN - 12 * HOUR, tick=False):
        for what in ("jalan", "lampu"):
            actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/", {"what": what}))


def at(moment: datetime) -> list[str]:
    """Return to whom a digest is mailed by the job of this hour."""
    before = len(queued("mail.notice"))
    with time_machine.travel(moment, tick=False):
        tasks.digest()
    return [mail["to"] for mail in queued("mail.notice")[before:]]


def test_it_comes_at_seven_and_once(told) -> None:
    assert at(SEVEN - HOUR) == []
    assert at(SEVEN) == ["budi@example.org"]
    assert at(SEVEN) == []
    assert at(SEVEN + 24 * HOUR) == []


def test_worker_that_was_away_at_seven_sends_it_later(told) -> None:
    assert at(SEVEN + 3 * HOUR) == ["budi@example.org"]


def test_what_comes_after_seven_waits_for_the_next_morning(kind, budi) -> None:
    kind(channel=Channel.DIGEST)
    with time_machine.travel(SEVEN + timedelta(minutes=5), tick=False):
        actions.notify("portal.trial", to=[person(budi)], news=News("/konsol/", {"what": "jalan"}))

    assert at(SEVEN + HOUR) == []
    assert at(SEVEN + 24 * HOUR) == ["budi@example.org"]


def test_it_lists_what_is_unread(told) -> None:
    actions.read(Notice.objects.get(context__what="lampu"))
    at(SEVEN)

    carry_out("mail.notice")

    sent = outbox.outbox[-1]
    assert sent.subject == "1 pemberitahuan menunggu Anda"
    assert "- Kabar jalan\n" in sent.body
    assert "lampu" not in sent.body
    assert "http://makassar.localhost:8000/konsol/pemberitahuan/" in sent.body


def test_nothing_unread_is_no_mail(told, as_budi) -> None:
    actions.read_all(by=as_budi)

    assert at(SEVEN) == []


def test_who_may_no_longer_log_in_gets_none(told, budi) -> None:
    Person.objects.filter(pk=budi.pk).update(is_active=False)

    assert at(SEVEN) == []


def test_it_is_in_the_language_that_she_chose_with_the_region_s_own_subject(told, budi, as_sari) -> None:
    Person.objects.filter(pk=budi.pk).update(language="en")
    actions.change_letter({"portal.trial:subject:en": "Heard of {what}"}, by=as_sari)
    at(SEVEN)

    carry_out("mail.notice")

    sent = outbox.outbox[-1]
    assert sent.subject == "2 notices wait for you"
    assert "- Heard of jalan\n" in sent.body
    assert "http://makassar.localhost:8000/en/konsol/pemberitahuan/" in sent.body
