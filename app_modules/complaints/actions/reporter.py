"""What the reporter does on her own page."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from app_modules.complaints.actions import closing, informing, telling, timeline
from app_modules.complaints.actions.intake import attach
from app_modules.complaints.errors import (
    CaseAlreadyClosed,
    CaseNotAnswered,
    ContactNotProved,
    KeptElsewhere,
    ReactionTooLate,
    TooManyPhotos,
)
from app_modules.complaints.models import Case, Entry, Photo
from app_modules.complaints.queries import accounts
from kernel.accounts.actor import Actor
from tenants.citizens.models import Citizen
from tenants.files.models import StoredFile

PHOTOS_IN_ALL = 12


@transaction.atomic
def add_information(
    case: Case, *, text: str, photos: Sequence[StoredFile] = (), submission: str = "", by: Actor
) -> Case:
    """Let the reporter add what she forgot, until the case is closed. The same `submission` again changes nothing.

    Raises: CaseAlreadyClosed, TooManyPhotos.
    """
    case = timeline.locked(case)
    if submission and case.entries.filter(submission=submission).exists():
        return case
    if case.is_closed:
        raise CaseAlreadyClosed
    if case.photos.count() + len(photos) > PHOTOS_IN_ALL:
        raise TooManyPhotos(PHOTOS_IN_ALL)
    attach(case, photos, stage=Photo.Stage.BEFORE)
    timeline.write(case, Entry.Kind.INFORMATION, by=by, text=text, submission=submission)
    timeline.log("add_information", case, by=by, summary="Added information to")
    return case


@transaction.atomic
def keep_in_account(case: Case, *, citizen: Citizen, by: Actor) -> None:
    """Let a citizen find the report in her account from now on. Twice is once.

    Whoever has the link may have it from the reporter: what was sent with an address is kept by who proves that.

    Raises: KeptElsewhere, ContactNotProved.
    """
    case = timeline.locked(case)
    if case.citizen_key == citizen.key:
        return
    if case.citizen_key:
        raise KeptElsewhere
    if (case.reporter_email or case.reporter_phone) and citizen not in accounts.of(case):
        raise ContactNotProved(has_email=bool(case.reporter_email))
    case.citizen_key = citizen.key
    case.save(update_fields=["citizen_key"])
    timeline.log("keep", case, by=by, summary="Kept in an account")


@transaction.atomic
def confirm(case: Case, *, by: Actor) -> Case:
    """Let the reporter say that it is solved; the case is closed with it.

    Raises: CaseNotAnswered, CaseAlreadyClosed.
    """
    case = timeline.locked(case)
    if case.is_open:
        raise CaseNotAnswered
    if case.is_closed:
        raise CaseAlreadyClosed
    before = timeline.facts(case)
    timeline.write(case, Entry.Kind.CONFIRMED, by=by)
    closing.end(case, by=by)
    timeline.log("confirm", case, by=by, summary="Confirmed the answer to", before=before)
    return case


@transaction.atomic
def object_to_answer(case: Case, *, text: str, by: Actor) -> Case:
    """Let the reporter say that it is not solved; the term begins anew.

    Raises: CaseNotAnswered, ReactionTooLate.
    """
    case = timeline.locked(case)
    if case.is_open:
        raise CaseNotAnswered
    if not case.may_be_objected(timezone.localdate()):
        raise ReactionTooLate
    before = timeline.facts(case)
    closing.begin_again(case)
    timeline.write(case, Entry.Kind.OBJECTED, by=by, text=text)
    timeline.log("object", case, by=by, summary="Objected to the answer to", before=before)
    telling.objected(case)
    return case


@transaction.atomic
def send_link(ticket: str, *, email: str) -> None:
    """Mail the secret link again, if this address belongs to this ticket; never tell whether it does."""
    case = Case.objects.filter(ticket=ticket, reporter_email__iexact=email, is_sample=False).first()
    if case is not None:
        informing.send_link(case)
