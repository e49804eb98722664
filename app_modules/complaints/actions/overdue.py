"""Count the open terms anew, and say it once when one has passed."""

import datetime
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from app_modules.complaints.actions import telling, timeline
from app_modules.complaints.events import CaseOverdue
from app_modules.complaints.models import Case, Entry
from app_modules.complaints.notices import OVERDUE
from app_modules.complaints.queries import clock, links, people, zones
from kernel.accounts.actor import PLATFORM, Actor
from kernel.accounts.models import Person
from kernel.accounts.permissions import may
from kernel.accounts.queries import as_actor
from kernel.audit import actions as audit
from kernel.deadlines import working_days
from tenants.events import emit
from tenants.notices import actions as notices
from tenants.notices.actions import News


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
    """Mark the cases whose term has passed, and give the administrators a list; each case once."""
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
    """Tell each administrator of those that she may see: she may be one district's."""
    for person in people.administrators() if late else ():
        actor = as_actor(person)
        if hers := [case for case in late if may(actor, "complaints.view", case)]:
            _list(person, hers)


def _list(person: Person, cases: Sequence[Case]) -> None:
    units = [f" ({case.unit.name})" if case.unit else "" for case in cases]
    said = "\n".join(f"- {case.ticket}: {case.title}{unit}" for case, unit in zip(cases, units, strict=True))
    news = News(links.queue_path(), {"count": str(len(cases)), "list": said})
    notices.notify(OVERDUE.key, to=[notices.person(person)], news=news)


@transaction.atomic
def remind(today: datetime.date) -> int:
    """Tell of the cases that are due on the next working day; return how many there are."""
    until = next(working_days.after(today, clock.calendar().holidays))
    near = Case.objects.filter(closed_at=None, due_on__gt=today, due_on__lte=until, is_sample=False)
    cases = list(near.exclude(state=Case.State.DONE).select_related("unit", "category"))
    for case in cases:
        telling.near(case)
    return len(cases)
