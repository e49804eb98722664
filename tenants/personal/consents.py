"""What a citizen agrees to, and what she no longer agrees to."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kernel.audit import actions as audit
from tenants.personal import holdings
from tenants.personal.holdings import Purpose, Subject
from tenants.personal.models import Consent


@dataclass(frozen=True, slots=True)
class Choice:
    """A purpose, and what she said last and when; `at` is None where she said nothing yet."""

    purpose: Purpose
    at: datetime | None = None
    agrees: bool = False


def of(subject: Subject) -> list[Choice]:
    """Return all that she may agree to, with what she said. One query."""
    last = {row.purpose: row for row in Consent.objects.filter(citizen_key=subject.key).order_by("id")}
    return [_choice(purpose, last.get(name)) for name, purpose in holdings.purposes().items()]


def _choice(purpose: Purpose, row: Consent | None) -> Choice:
    return Choice(purpose, row.withdrawn_at or row.given_at, row.withdrawn_at is None) if row else Choice(purpose)


def refuses(citizen_key: str, purpose: str) -> bool:
    """Say whether she has said no and not agreed since."""
    last = Consent.objects.filter(citizen_key=citizen_key, purpose=purpose).order_by("-id").first()
    return last is not None and last.withdrawn_at is not None


@transaction.atomic
def agree(subject: Subject, purpose: Purpose) -> None:
    """Note that she agrees from now on; twice is once."""
    found = {"citizen_key": subject.key, "purpose": purpose.name, "withdrawn_at": None}
    told = {"text": purpose.text, "given_at": timezone.now()}
    if Consent.objects.get_or_create(**found, defaults=told)[1]:
        audit.record("personal.agree", purpose.name, by=subject.as_actor(), summary="Gave consent")


@transaction.atomic
def withdraw(subject: Subject, purpose: Purpose) -> None:
    """Note that she does not agree, and stop at once what needs it (UU 27/2022 gives 3 x 24 hours). Twice is once."""
    if refuses(subject.key, purpose.name):
        return
    now = timezone.now()
    hers = Consent.objects.filter(citizen_key=subject.key, purpose=purpose.name, withdrawn_at=None)
    if not hers.update(withdrawn_at=now):
        Consent.objects.create(citizen_key=subject.key, purpose=purpose.name, text=purpose.text, withdrawn_at=now)
    holdings.withdrawn(subject, purpose)
    audit.record("personal.withdraw", purpose.name, by=subject.as_actor(), summary="Withdrew consent")
