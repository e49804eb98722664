"""A real mail server that takes a mail, refuses it for now, or for good."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.errors import FinalFailure, TemporaryFailure
from tenants import mail
from tenants.isolation.current import Place, enter
from tenants.jobs import worker
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tenants.notices import failing
from tenants.notices.models import FailingAddress
from tests.tenants.notices.servers import mail_server

HELLO = {"to": "citra@example.org", "subject": "Kabar", "text": "Isi"}


@contextmanager
def answering(settings, **answers: str):
    with mail_server(**answers) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        yield server


def test_mail_goes_out_as_html_and_text_from_the_bounces_address(settings, in_makassar) -> None:
    settings.MAIL_BOUNCES = "pantul@live.example"

    with answering(settings) as server:
        mail.deliver(**HELLO)

    (taken,) = server.taken
    assert "Content-Type: text/plain" in taken
    assert "Content-Type: text/html" in taken
    assert "From: Kota Makassar <portal@localhost>" in taken
    assert server.heard[1].startswith(f"mail FROM:<pantul+{in_makassar.key}-")


def test_address_that_does_not_exist_is_remembered_and_nothing_more_is_sent_there(settings, in_makassar) -> None:
    with answering(settings, RCPT="550 5.1.1 no such user") as server:
        mail.deliver(**HELLO)
        mail.deliver(**HELLO | {"to": "Citra@example.org"})

    assert [line for line in server.heard if line.startswith("rcpt")] == ["rcpt TO:<citra@example.org>"]
    assert failing.of(["citra@example.org"])["citra@example.org"].reason == "550 5.1.1 no such user"


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        ({"RCPT": "450 4.2.1 try later"}, TemporaryFailure),
        ({"DATA": "451 4.3.0 try later"}, TemporaryFailure),
        ({"MAIL": "421 too many"}, TemporaryFailure),
        ({"RCPT": "554 5.7.1 we do not relay for you"}, FinalFailure),
        ({"DATA": "552 5.3.4 too large"}, FinalFailure),
        ({"MAIL": "550 not you"}, FinalFailure),
    ],
    ids=["recipient later", "data later", "sender later", "no relay", "too large", "not you"],
)
def test_what_is_no_fault_of_the_address_does_not_mark_it(settings, in_makassar, answers, raised) -> None:
    with answering(settings, **answers), pytest.raises(raised):
        mail.deliver(**HELLO)

    assert not FailingAddress.objects.exists()


def test_platform_keeps_no_list_of_addresses(settings, on_platform) -> None:
    with answering(settings, RCPT="550 5.1.1 no such user"), pytest.raises(FinalFailure):
        mail.deliver(**HELLO)


def attempt(key: str) -> Job:
    with enter(Place.PLATFORM):
        Job.objects.filter(key=key).update(due_at=timezone.now() - timedelta(hours=1))
        worker.run(key)
        return Job.objects.get(key=key)


def waited(job: Job) -> float:
    return round((job.due_at - timezone.now()).total_seconds() / 60)


def test_server_that_is_away_is_tried_again_after_growing_waits(settings, makassar) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with enter(makassar):
        key = enqueue("mail.deliver", **HELLO)

    waits = [waited(attempt(key)) for _attempt in mail.WAITS]

    assert waits[:-1] == [1, 5, 15, 60, 180, 360, 720]
    with enter(Place.PLATFORM):
        assert Job.objects.get(key=key).state == Job.State.FAILED


def test_final_refusal_is_not_tried_again(settings, makassar) -> None:
    with enter(makassar):
        key = enqueue("mail.deliver", **HELLO)

    with answering(settings, DATA="552 5.3.4 too large"):
        job = attempt(key)

    assert (job.state, job.attempts) == (Job.State.FAILED, 1)
