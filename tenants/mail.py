"""Mail that leaves by a job, so that it is sent if and only if the action was committed."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from kernel.accounts.models import Person
from kernel.errors import FinalFailure, TemporaryFailure
from tenants import letters
from tenants.isolation.current import Tenancy, place
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job
from tenants.letters import Letter, address, sender
from tenants.notices import failing

__all__ = ["address", "post", "send", "sender", "tell"]

# A mail server that is away is back within a day, or somebody has to look.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
# Answers of servers from here on are for good; what they say of us and not of the address has this class (RFC 3463).
FINAL = 500
OURS = "5.7."


def send(to: str, *, subject: str, template: str, language: str = "id", **context: Any) -> None:
    """Write a mail into the current transaction. `template` renders its text; `context` is plain data."""
    enqueue("mail.send", to=to, subject=subject, template=template, language=language, context=context)


def tell(people: Iterable[Person], *, template: str, say: Callable[[], dict[str, Any]]) -> None:
    """Mail it to each of these people in her language, in which `say` is asked for the subject and the context."""
    for one in people:
        with translation.override(one.language):
            send(one.email, template=template, language=one.language, name=one.name, **say())


@job("mail.send", is_atomic=False, waits=WAITS)
def send_now(to: str, subject: str, template: str, language: str, context: dict[str, Any]) -> None:
    """Render one mail and send it."""
    with translation.override(language):
        text = render_to_string(template, {**context, "brand_name": sender()})
    post(Letter(to, subject, text, language))


@job("mail.deliver", is_atomic=False, waits=WAITS)
def deliver(to: str, subject: str, text: str, language: str = "id") -> None:
    """Send one mail that is written already."""
    post(Letter(to, subject, text, language))


def post(letter: Letter) -> None:
    """Hand the letter to the mail server, unless nothing arrives at its address.

    Raises: TemporaryFailure, FinalFailure; ConnectionError and the like while the server is away.
    """
    is_of_region = isinstance(place(), Tenancy)
    if is_of_region and failing.is_final(letter.to):
        return
    try:
        letters.message(letter).send()
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        _refused(letter.to, code, said.decode(errors="replace"), is_of_region=is_of_region)
    except (SMTPSenderRefused, SMTPDataError) as error:
        raise _failure(error.smtp_code) from None


def _refused(to: str, code: int, said: str, *, is_of_region: bool) -> None:
    """Remember that the address is wrong, where that is what the server says."""
    if code < FINAL or OURS in said or not is_of_region:
        raise _failure(code) from None
    failing.note(to, is_final=True, reason=f"{code} {said}")


def _failure(code: int) -> Exception:
    """Return what a job makes of a server's answer; the answer itself may name somebody."""
    return FinalFailure(str(code)) if code >= FINAL else TemporaryFailure(str(code))
