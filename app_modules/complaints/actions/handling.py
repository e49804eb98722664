"""What an officer does until there is an answer."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from app_modules.complaints.actions import informing, telling, timeline
from app_modules.complaints.errors import CaseAlreadyAnswered, CaseAlreadyClosed, CaseAlreadyTaken
from app_modules.complaints.events import CaseForwarded
from app_modules.complaints.models import Case, Entry, Kind
from app_modules.complaints.queries import clock
from kernel.accounts.actor import NO_ONE, Actor
from kernel.accounts.models import Unit
from kernel.accounts.permissions import require
from tenants.events import emit


@transaction.atomic
def take(case: Case, *, by: Actor) -> Case:
    """Become the case's officer. Taking one's own case again changes nothing.

    Raises: CaseAlreadyClosed, CaseAlreadyAnswered, CaseAlreadyTaken, NotPermitted.
    """
    case, by = open_case(case, "complaints.handle", by)
    if case.officer.key == by.key:
        return case
    if case.officer.key:
        raise CaseAlreadyTaken(case.officer.name)
    before = timeline.facts(case)
    case.state, case.officer = Case.State.IN_PROGRESS, by
    timeline.write(case, Entry.Kind.TAKEN, by=by)
    timeline.log("take", case, by=by, summary="Took report", before=before)
    informing.tell(case, gettext_noop("An officer is checking your report."))
    return case


@transaction.atomic
def forward(case: Case, *, unit: Unit, kind: Kind, title: str = "", by: Actor) -> Case:
    """Give the case to a unit; the term of its kind begins today. The unit's officer takes it anew.

    Raises: CaseAlreadyClosed, CaseAlreadyAnswered, NotPermitted.
    """
    case, by = open_case(case, "complaints.forward", by)
    before = timeline.facts(case)
    if case.unit_id != unit.pk:
        case.officer = NO_ONE
    case.unit, case.kind, case.title = unit, kind, title or case.title
    case.state, case.forwarded_at = Case.State.IN_PROGRESS, timezone.now()
    start_clock(case, clock.answer_days(kind))
    timeline.write(case, Entry.Kind.FORWARDED, by=by)
    timeline.log("forward", case, by=by, summary="Forwarded report", before=before)
    informing.tell(case, gettext_noop("Your report was checked and forwarded to %(unit)s."))
    telling.forwarded(case)
    emit(CaseForwarded(case.key, case.ticket, unit.key, case.due_on.isoformat()))
    return case


@transaction.atomic
def send_message(case: Case, *, text: str, by: Actor) -> Case:
    """Write to the reporter; she reads it on her page, and by mail.

    Raises: NotPermitted.
    """
    case = timeline.locked(case)
    by = require(by, "complaints.handle", case)
    timeline.write(case, Entry.Kind.MESSAGE, by=by, text=text)
    timeline.log("message", case, by=by, summary="Wrote to the reporter of")
    informing.tell(case, gettext_noop("%(unit)s wrote to you."), text=text)
    return case


@transaction.atomic
def add_note(case: Case, *, text: str, by: Actor) -> Case:
    """Write something down that only officers read.

    Raises: NotPermitted.
    """
    case = timeline.locked(case)
    by = require(by, "complaints.handle", case)
    timeline.write(case, Entry.Kind.NOTE, by=by, text=text)
    timeline.log("note", case, by=by, summary="Wrote a note on")
    return case


@transaction.atomic
def plan(case: Case, *, text: str, day: datetime.date | None = None, by: Actor) -> Case:
    """Say what happens next, and when.

    Raises: CaseAlreadyClosed, CaseAlreadyAnswered, NotPermitted.
    """
    case, by = open_case(case, "complaints.handle", by)
    before = timeline.facts(case)
    case.next_step, case.next_step_on = text, day
    timeline.write(case, Entry.Kind.PLANNED, by=by, text=text, day=day)
    timeline.log("plan", case, by=by, summary="Planned the next step of", before=before)
    informing.tell(case, gettext_noop("%(unit)s planned the next step."), text=text)
    return case


def open_case(case: Case, permission: str, by: Actor) -> tuple[Case, Actor]:
    """Lock the case and check that the actor may, and that there is something left to do; return who acts, too.

    Raises: CaseAlreadyClosed, CaseAlreadyAnswered, NotPermitted.
    """
    case = timeline.locked(case)
    by = require(by, permission, case)
    if case.is_closed:
        raise CaseAlreadyClosed(case.closed_by.name)
    if not case.is_open:
        raise CaseAlreadyAnswered(case.answered_by.name)
    return case, by


def start_clock(case: Case, days: int) -> None:
    """Let a term begin today."""
    term = clock.run(timezone.localdate(), days)
    case.clock_from, case.term_days = timezone.localdate(), term.days
    case.due_on, case.is_provisional = term.due_on, term.is_provisional
    case.escalated_at = None
