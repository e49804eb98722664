"""Count the open terms anew, and say it once when one has passed."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from app_modules.complaints.actions import timeline
from app_modules.complaints.events import CaseOverdue
from app_modules.complaints.models import Case, Entry
from app_modules.complaints.queries import clock, links, people, zones
from kernel.accounts.actor import PLATFORM, Actor
from kernel.accounts.models import Person
from kernel.accounts.permissions import may
from kernel.accounts.queries import as_actor
from kernel.audit import actions as audit
from tenants import mail
from tenants.events import emit


@transaction.atomic
def recount() -> int:
    """Compute the open terms anew: a holiday may have been decreed since; return how many days moved."""
    here, moved = clock.calendar(), 0
    for case in Case.objects.exclude(state=Case.State.DONE).select_for_update(skip_locked=True):
        deadline = here.deadline(case.clock_from, case.term_days)
        if (case.due_on, case.is_provisional) == (deadline.end, deadline.provisional):
            continue
        case.due_on, case.is_provisional = deadline.end, deadline.provisional
        case.save(update_fields=["due_on", "is_provisional"])
        timeline.log("recount", case, by=PLATFORM, summary="Counted the term anew of report")
        moved += 1
    return moved


@transaction.atomic
def change_zone(before: ZoneInfo, *, by: Actor) -> int:
    """Count the open terms in the present time zone and no longer in the one before; return how many days moved.

    Locks all cases that are not closed, so that none is answered by the days of the other zone.
    """
    recounts = zones.recounts(zones.unclosed().select_for_update(), before)
    moved = [one for one in recounts if one.days != zones.days_of(one.case)]
    for one in moved:
        kept = {"before": zones.days_of(one.case), "after": one.days}
        for name in zones.DAYS:
            setattr(one.case, name, getattr(one, name))
        one.case.save(update_fields=zones.DAYS)
        audit.record(
            "complaints.recount", one.case, by=by, summary=f"Counted the term anew of report {one.case.ticket}", **kept
        )
    return len(moved)


@transaction.atomic
def escalate(today: datetime.date) -> int:
    """Mark the cases whose term has passed, and mail the administrators a list; each case once."""
    late = Case.objects.filter(closed_at=None, due_on__lt=today, escalated_at=None).exclude(state=Case.State.DONE)
    cases = list(late.select_for_update(of=("self",), skip_locked=True).select_related("unit", "category"))
    for case in cases:
        case.escalated_at = timezone.now()
        timeline.write(case, Entry.Kind.LATE, by=PLATFORM, day=case.due_on)
        timeline.log("escalate", case, by=PLATFORM, summary="Term passed of report")
        emit(CaseOverdue(case.key, case.ticket, case.due_on.isoformat()))
    _tell([case for case in cases if not case.is_sample])
    return len(cases)


def _tell(late: Sequence[Case]) -> None:
    """Mail each administrator those that she may see: she may be one district's."""
    for person in people.administrators() if late else ():
        actor = as_actor(person)
        if hers := [case for case in late if may(actor, "complaints.view", case)]:
            _mail(person, hers)


def _mail(person: Person, cases: Sequence[Case]) -> None:
    mail.send(
        person.email,
        subject=_("Reports past their deadline: %(count)d") % {"count": len(cases)},
        template="complaints/mail/overdue.txt",
        cases=[
            {"ticket": case.ticket, "title": case.title, "unit": case.unit.name if case.unit else ""} for case in cases
        ],
        link=mail.address(links.queue_path()),
    )
