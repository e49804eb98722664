"""Take a report in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_noop

from app_modules.complaints.actions import informing, telling, timeline
from app_modules.complaints.errors import NoRoomForPhotos, TooManyPhotos
from app_modules.complaints.events import CaseReceived
from app_modules.complaints.models import Case, Category, Entry, Photo
from app_modules.complaints.queries import clock, links, tickets
from kernel.accounts.actor import Actor
from kernel.ids import ticket_code
from tenants.areas.models import Area
from tenants.events import emit
from tenants.files import actions as files
from tenants.files.errors import NoRoom
from tenants.files.models import StoredFile
from tenants.quotas.models import GRACE

PHOTO_LIMIT = 3
PENDING_TIME = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a citizen wrote, checked by the form. `submission` makes sending twice harmless: nobody can guess it.

    `village` is None in a tenant without areas; the landmark alone then says where it is.
    """

    submission: str
    description: str
    category: Category
    village: Area | None = None
    landmark: str = ""
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "id"
    citizen_key: str = ""


def keep(upload: UploadedFile, *, submission: str, beside: int) -> StoredFile:
    """Keep a photo of what is not sent yet, beside so many others, so that a faulty form does not lose it.

    A region that is over its limit refuses its own pictures first: citizens' have a fifth more.

    Raises: NotAPicture, TooLarge, TooManyPhotos, NoRoomForPhotos.
    """
    if beside >= PHOTO_LIMIT:
        raise TooManyPhotos(PHOTO_LIMIT)
    try:
        return files.store_picture(upload, owner=f"{links.OWNER}{submission}", is_private=True, up_to=GRACE)
    except NoRoom as error:
        raise NoRoomForPhotos from error


@transaction.atomic
def receive(report: Report, *, photos: Sequence[StoredFile] = (), by: Actor) -> Case:
    """Make a case of a report; the same submission again returns the case that it made."""
    case, is_new = Case.objects.get_or_create(submission=report.submission, defaults=_case(report))
    if not is_new:
        return case
    attach(case, photos, stage=Photo.Stage.BEFORE)
    timeline.write(case, Entry.Kind.RECEIVED, by=by)
    timeline.log("receive", case, by=by, summary="Received report")
    informing.tell(case, gettext_noop("Your report was received."))
    telling.received(case)
    emit(CaseReceived(case.key, case.ticket, case.area_code))
    return case


def _case(report: Report) -> dict[str, object]:
    today = timezone.localdate()
    term = clock.run(today, clock.verify_days())
    return {
        "ticket": _free_ticket(),
        "title": title_of(report.description),
        "description": report.description,
        "category": report.category,
        "area_code": report.village.code if report.village else "",
        "place": place_of(report.village),
        "landmark": report.landmark,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "reporter_name": report.name,
        "reporter_email": report.email,
        "reporter_phone": report.phone,
        "language": report.language,
        "citizen_key": report.citizen_key,
        "clock_from": today,
        "term_days": term.days,
        "due_on": term.due_on,
        "is_provisional": term.is_provisional,
    }


def place_of(village: Area | None) -> str:
    """Return a village with its district; empty in a tenant without areas."""
    return ", ".join(str(area) for area in (village, village.parent) if area) if village else ""


def title_of(description: str) -> str:
    """Return the first sentence, shortened: officers may say it better when they forward."""
    first = " ".join(description.split())
    for end in (". ", "? ", "! "):
        first = first.split(end)[0]
    return Truncator(first.rstrip(".!?")).chars(80)


def _free_ticket() -> str:
    """Return a ticket that no case has: 28 million for each prefix."""
    while True:
        ticket = f"{tickets.prefix()}-{ticket_code()}"
        if not Case.objects.filter(ticket=ticket).exists():
            return ticket


def attach(case: Case, stored: Sequence[StoredFile], *, stage: Photo.Stage) -> None:
    """Make kept files the case's own photos."""
    for file in stored:
        file.owner = f"complaints.case:{case.key}"
        file.save(update_fields=["owner"])
        Photo.objects.create(case=case, file=file, stage=stage)


@transaction.atomic
def forget_pending() -> int:
    """Remove photos of reports that were never sent; return how many."""
    old = StoredFile.objects.filter(owner__startswith=links.OWNER, created_at__lt=timezone.now() - PENDING_TIME)
    for stored in old:
        files.remove(stored)
    return len(old)
