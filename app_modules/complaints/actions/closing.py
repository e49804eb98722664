"""The answer, the end, and starting again."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from app_modules.complaints.actions import handling, informing, timeline
from app_modules.complaints.actions.intake import attach
from app_modules.complaints.errors import CaseAlreadyClosed, CaseNotAnswered
from app_modules.complaints.events import CaseAnswered, CaseClosed, CaseReopened
from app_modules.complaints.models import Case, Entry, Kind, Photo
from app_modules.complaints.queries import clock
from kernel.accounts.actor import NO_ONE, PLATFORM, Actor
from kernel.accounts.permissions import require
from tenants.events import emit
from tenants.files.models import StoredFile


@transaction.atomic
def answer(case: Case, *, note: str, photos: Sequence[StoredFile] = (), by: Actor) -> Case:
    """Answer the case and show what was done; the reporter has some days to react.

    `note` is read by the reporter, and by the public once it is released.

    Raises: CaseAlreadyClosed, CaseAlreadyAnswered, NotPermitted.
    """
    case, by = handling.open_case(case, "complaints.handle", by)
    before = timeline.facts(case)
    _set_answer(case, note, photos, by)
    timeline.write(case, Entry.Kind.ANSWERED, by=by, text=note)
    timeline.log("answer", case, by=by, summary="Answered report", before=before)
    informing.tell(case, gettext_noop("Your report was answered. Tell us if it is not solved."), text=note)
    emit(CaseAnswered(case.key, case.ticket))
    return case


@transaction.atomic
def close(case: Case, *, note: str, photos: Sequence[StoredFile] = (), by: Actor) -> Case:
    """Close the case and tell the reporter; one without an answer is answered by `note`.

    Locks the row, so that two officers cannot close it twice. `note` is shown to the reporter,
    who may still object within the days that an answer leaves her.

    Raises: CaseAlreadyClosed, NotPermitted.
    """
    case = timeline.locked(case)
    by = require(by, "complaints.close", case)
    if case.is_closed:
        raise CaseAlreadyClosed(case.closed_by.name)
    before = timeline.facts(case)
    if case.is_open:
        _set_answer(case, note, photos, by)
    else:
        attach(case, photos, stage=Photo.Stage.AFTER)
    end(case, by=by, text=note)
    timeline.log("close", case, by=by, summary="Closed report", before=before)
    return case


def _set_answer(case: Case, note: str, photos: Sequence[StoredFile], by: Actor) -> None:
    attach(case, photos, stage=Photo.Stage.AFTER)
    case.state, case.answered_at = Case.State.DONE, timezone.now()
    case.answer, case.answered_by = note, by
    case.next_step, case.next_step_on = "", None
    case.closes_on = clock.run(timezone.localdate(), clock.reaction_days()).due_on


def end(case: Case, *, by: Actor, text: str = "") -> None:
    """Set an answered case's end, in the caller's transaction and log."""
    case.closed_at, case.closed_by = timezone.now(), by
    timeline.write(case, Entry.Kind.CLOSED, by=by, text=text)
    informing.tell(case, gettext_noop("Your report was closed."), text=text)
    emit(CaseClosed(case.key, case.ticket))


@transaction.atomic
def reopen(case: Case, *, reason: str, by: Actor) -> Case:
    """Work on an answered case again; its term begins anew today.

    Raises: CaseNotAnswered, NotPermitted.
    """
    case = timeline.locked(case)
    by = require(by, "complaints.close", case)
    before = timeline.facts(case)
    begin_again(case)
    timeline.write(case, Entry.Kind.REOPENED, by=by, text=reason)
    timeline.log("reopen", case, by=by, summary="Reopened report", before=before)
    informing.tell(case, gettext_noop("Your report was reopened."), text=reason)
    return case


def begin_again(case: Case) -> None:
    """Set an answered case back to work, in the caller's transaction and log.

    Raises: CaseNotAnswered.
    """
    if case.is_open:
        raise CaseNotAnswered
    case.state = Case.State.IN_PROGRESS
    case.answered_at = case.closed_at = case.closes_on = None
    case.closed_by = case.answered_by = NO_ONE
    case.answer = ""
    if case.kind:
        handling.start_clock(case, clock.answer_days(Kind(case.kind)))
    else:
        handling.start_clock(case, clock.verify_days())
    emit(CaseReopened(case.key, case.ticket))


@transaction.atomic
def close_expired(today: datetime.date) -> int:
    """Close the answered cases whose reporters let the days for a reaction pass; return how many."""
    expired = Case.objects.filter(state=Case.State.DONE, closed_at=None, closes_on__lt=today)
    cases = list(expired.select_for_update(of=("self",), skip_locked=True).select_related("unit", "category"))
    for case in cases:
        before = timeline.facts(case)
        end(case, by=PLATFORM)
        timeline.log("close_expired", case, by=PLATFORM, summary="Closed without a reaction report", before=before)
    return len(cases)
