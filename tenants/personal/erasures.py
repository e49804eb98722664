"""Deletions that were carried out (UU 27/2022), noted outside the tenant's schema: a restore brings her data back."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kernel.accounts.actor import PLATFORM, Actor
from kernel.audit import actions as audit
from tenants.citizens.models import Citizen
from tenants.isolation.current import Place, enter, tenant
from tenants.notices import failing
from tenants.personal import account, holdings, queries
from tenants.personal.holdings import Subject
from tenants.personal.models import DataRequest
from tenants.registry.models import Erasure

BLANK: dict[str, Any] = {"name": "", "email": "", "phone": "", "text": "", "answer": ""}


def carry_out(subject: Subject, *, by: Actor) -> int:
    """Take away all that says who she is, what she asked among it; return of how many things of the modules."""
    count = holdings.forget(subject)
    _close(subject.key, by=by)
    failing.forget(subject.email)
    account.close(subject.key, by=by)
    return count


def _close(key: str, *, by: Actor) -> None:
    """Empty all that she asked and was answered; what still waits asks about data that is gone."""
    requests = DataRequest.objects.filter(citizen_key=key)
    for row in requests.filter(state=DataRequest.State.OPEN):
        row.state, row.answered_by, row.answered_at = DataRequest.State.DONE, by, timezone.now()
        row.save()
    requests.update(**BLANK)


def note(subject: Subject) -> None:
    """Write down that it was done, in the caller's transaction, where no restore of this tenant reaches it."""
    where = tenant()
    with enter(Place.PLATFORM):
        Erasure.objects.get_or_create(tenant_id=where.id, citizen_key=subject.key)


def undone(keys: list[str]) -> list[Subject]:
    """Return those with these keys of whom something is here again."""
    return [subject for key in keys if _is_here(subject := _known(key))]


@transaction.atomic
def repeat(keys: list[str]) -> None:
    """Carry deletions out again that a restore has undone."""
    for subject in undone(keys):
        told = {"citizen": subject.key, "things": carry_out(subject, by=PLATFORM)}
        audit.record("personal.repeat", "citizen", by=PLATFORM, summary="Repeated a deletion", after=told)


def _known(key: str) -> Subject:
    """Return her by what is here of her account, or of what she asked."""
    if citizen := Citizen.objects.filter(key=key).first():
        return account.subject_of(citizen)
    request = _telling(key).order_by("-id").first()
    return queries.subject_of(request) if request else Subject(key)


def _is_here(subject: Subject) -> bool:
    is_known = Citizen.objects.filter(key=subject.key).exists() or _telling(subject.key).exists()
    return is_known or bool(holdings.held(subject))


def _telling(key: str) -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(citizen_key=key).exclude(**BLANK)
