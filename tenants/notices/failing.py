"""Addresses at which mails do not arrive."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import Actor
from kernel.accounts.factors.actions import tell_changed
from kernel.accounts.models import Person
from kernel.accounts.permissions import require
from kernel.accounts.queries import MANAGING
from kernel.accounts.rights import require_own_roles
from kernel.accounts.sessions import actions as sessions
from kernel.audit import actions as audit
from tenants.citizens.masking import masked
from tenants.notices.errors import AddressTaken, NotFailing
from tenants.notices.models import FailingAddress

# A full mailbox is emptied some day; one that was full so often is nobody's.
MOST_FAILURES = 5


def is_final(email: str) -> bool:
    """Say whether nothing is sent there any more."""
    return FailingAddress.objects.filter(email__iexact=email, is_final=True).exists()


def of(emails: Iterable[str]) -> dict[str, FailingAddress]:
    """Return what is known of those of the addresses to which nothing is sent, by address. One query."""
    found = FailingAddress.objects.filter(email__in=[email.lower() for email in emails], is_final=True)
    return {row.email: row for row in found}


@transaction.atomic
def note(email: str, *, is_final: bool, reason: str) -> None:
    """Count that a mail did not arrive: for good, or once more than before."""
    row, is_new = FailingAddress.objects.select_for_update().get_or_create(email=email.lower())
    row.failures += 0 if is_new else 1
    row.is_final = row.is_final or is_final or row.failures >= MOST_FAILURES
    row.reason, row.at = reason[:300], timezone.now()
    row.save()


def forget(email: str) -> None:
    """Delete what is known of an address, and what its server said of it."""
    FailingAddress.objects.filter(email__iexact=email).delete()


@transaction.atomic
def correct(person: Person, email: str, *, by: Actor) -> None:
    """Let mails go to a person again, also at another address, with which she then logs in; only where none arrived.

    Raises: NotPermitted, MoreThanOwn, NotFailing, AddressTaken.
    """
    by = require(by, MANAGING)
    require_own_roles(person, by=by)
    if not FailingAddress.objects.filter(email__iexact=person.email).delete()[0]:
        raise NotFailing
    if Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise AddressTaken
    before, person.email = person.email, email.lower()
    told = {name: {"email": masked("email", one)} for name, one in (("before", before), ("after", person.email))}
    audit.record("people.correct_address", person, by=by, summary="Let mails go to the person again", **told)
    if person.email != before:
        _let_log_in_with(person, before)


def _let_log_in_with(person: Person, before: str) -> None:
    """Save the new address, end what was open with the old one, and tell both."""
    person.save(update_fields=["email"])
    sessions.end_quietly(person)
    for address in (before, person.email):
        tell_changed(person, "address", to=address)
