"""Lend rights to a colleague while one is away, and take them back."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts import queries
from kernel.accounts.actor import Actor
from kernel.accounts.errors import DelegationRefused
from kernel.accounts.models import Assignment, Delegation, Person
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.errors import NotPermitted

MOST_DAYS = 90


@dataclass(frozen=True, slots=True)
class Terms:
    """From which day to which, both included, by the region's own days; and why."""

    first_day: datetime.date
    last_day: datetime.date
    reason: str


@transaction.atomic
def delegate(assignments: Collection[Assignment], *, to: Person, terms: Terms, by: Actor) -> list[Delegation]:
    """Lend one's own assignments; what was lent to oneself cannot be lent on.

    Locks the giver, so that the same is not lent twice at once.

    Raises: DelegationRefused, NotPermitted.
    """
    giver = Person.objects.select_for_update().get(key=by.key)
    if any(assignment.person_id != giver.pk for assignment in assignments):
        raise NotPermitted
    _refuse_receiver(to, giver)
    _refuse_terms(terms)
    _refuse_twice(assignments, to, terms)
    return [_lend(assignment, to, terms, by) for assignment in assignments]


def _lend(assignment: Assignment, to: Person, terms: Terms, by: Actor) -> Delegation:
    days = {"first_day": terms.first_day, "last_day": terms.last_day}
    lent = Delegation.objects.create(assignment=assignment, receiver=to, reason=terms.reason, **days)
    told = {name: day.isoformat() for name, day in days.items()}
    after = {"role": assignment.role.key, "area": assignment.area_code, **told}
    audit.record("people.delegate", to, by=by, summary="Lent rights to a colleague", after=after)
    return lent


def _refuse_receiver(to: Person, giver: Person) -> None:
    if to.pk == giver.pk:
        raise DelegationRefused("to", _("You cannot stand in for yourself. Choose a colleague."))
    if not to.is_active:
        raise DelegationRefused("to", _("This person is deactivated. Choose another colleague."))


def _refuse_terms(terms: Terms) -> None:
    if terms.first_day < timezone.localdate():
        raise DelegationRefused("first_day", _("This day has passed. Begin today or later."))
    if terms.last_day < terms.first_day:
        raise DelegationRefused("last_day", _("The last day is before the first one."))
    if (terms.last_day - terms.first_day).days >= MOST_DAYS:
        message = _("At most %(days)d days. Choose an earlier last day; you can do it again later.")
        raise DelegationRefused("last_day", message % {"days": MOST_DAYS})


def _refuse_twice(assignments: Collection[Assignment], to: Person, terms: Terms) -> None:
    same = queries.unended_delegations().filter(assignment__in=assignments, receiver=to)
    if same.filter(first_day__lte=terms.last_day, last_day__gte=terms.first_day).exists():
        raise DelegationRefused("to", _("You have lent this to the same colleague on some of these days already."))


@transaction.atomic
def end(delegation: Delegation, *, by: Actor) -> None:
    """Take lent rights back at once: the giver, or who manages people. Again, it changes nothing.

    Raises: NotPermitted.
    """
    locked = Delegation.objects.select_for_update(of=("self",)).select_related("assignment__person", "receiver")
    found = locked.get(pk=delegation.pk)
    if found.assignment.person.key != by.key:
        by = require(by, queries.MANAGING)
    if found.ended_at:
        return
    found.ended_at, found.ended_by = timezone.now(), by
    found.save()
    audit.record("people.end_delegation", found.receiver, by=by, summary="Ended that rights are lent")
