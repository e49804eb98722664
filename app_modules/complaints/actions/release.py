"""Show a case to everybody, or no longer."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from app_modules.complaints.actions import timeline
from app_modules.complaints.errors import CaseNotReleased, ReporterDeclines
from app_modules.complaints.events import CaseReleased, CaseWithdrawn
from app_modules.complaints.models import Case, Entry
from app_modules.complaints.queries import consent
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from tenants.events import emit
from tenants.files import actions as files


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """What everybody may read of a case, as an officer wrote it, and the keys of the photos to show."""

    title: str
    text: str
    answer: str = ""
    photos: Collection[str] = field(default_factory=tuple)


@transaction.atomic
def release(case: Case, public: Public, *, by: Actor) -> Case:
    """Show this version of the case to everybody; a second time replaces the version before.

    Raises: NotPermitted, ReporterDeclines.
    """
    case = timeline.locked(case)
    by = require(by, "complaints.release", case)
    if consent.declines(case):
        raise ReporterDeclines
    before = timeline.facts(case)
    case.public_title, case.public_text, case.public_answer = public.title, public.text, public.answer
    case.released_at = case.released_at or timezone.now()
    _show(case, public.photos)
    timeline.write(case, Entry.Kind.RELEASED, by=by)
    timeline.log("release", case, by=by, summary="Released report", before=before)
    emit(CaseReleased(case.key, case.ticket))
    return case


@transaction.atomic
def withdraw(case: Case, *, by: Actor) -> Case:
    """Take the public version and its photos back.

    Raises: CaseNotReleased, NotPermitted.
    """
    case = timeline.locked(case)
    by = require(by, "complaints.release", case)
    if not case.is_released:
        raise CaseNotReleased
    return take_back(case, by=by)


@transaction.atomic
def take_back(case: Case, *, by: Actor) -> Case:
    """Take the public version and its photos back, for whoever may say so: an officer, or the citizen herself."""
    case = timeline.locked(case)
    before = timeline.facts(case)
    case.released_at = None
    _show(case, ())
    timeline.write(case, Entry.Kind.WITHDRAWN, by=by)
    timeline.log("withdraw", case, by=by, summary="Withdrew report", before=before)
    emit(CaseWithdrawn(case.key, case.ticket))
    return case


def _show(case: Case, keys: Collection[str]) -> None:
    """Make exactly these photos public."""
    for photo in case.photos.select_related("file"):
        if photo.is_released == (photo.key in keys):
            continue
        photo.is_released = not photo.is_released
        photo.save(update_fields=["is_released"])
        (files.release if photo.is_released else files.hide)(photo.file)
