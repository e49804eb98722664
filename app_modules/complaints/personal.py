"""What the reports hold of a citizen: those in her account, or with an address or number that she has proved."""

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from app_modules.complaints.actions import take_back, timeline
from app_modules.complaints.models import PUBLIC, Case, Entry
from app_modules.complaints.queries import cases, links
from tenants.personal.holdings import Fact, Holding, Purpose, Subject, Thing


def held(subject: Subject) -> Holding:
    """Return her reports, with what was answered and the photos; never what officers noted among themselves."""
    why = _("So that the region can solve what you report and answer you. Public archives rules say how long it stays.")
    things = [_thing(case) for case in _hers(subject).select_related("category")]
    return Holding("complaints", _("Your reports"), why, things)


def purposes() -> list[Purpose]:
    """Return that she may keep her reports from being shown to everybody."""
    text = _("Officers may show my reports to everybody, in their own words and without my name, address or number.")
    return [Purpose(PUBLIC, _("My reports in public"), text)]


def withdrawn(subject: Subject, purpose: Purpose) -> None:
    """Show her reports to nobody any more.

    Locks all of them: an officer who shows one at this moment has done it then, or sees that she has said no.
    """
    if purpose.name != PUBLIC:
        return
    for case in _hers(subject).order_by("pk").select_for_update():
        if case.is_released:
            take_back(case, by=timeline.citizen(case))


def forget(subject: Subject) -> int:
    """Take her name, address and number out of her reports; what is reported stays for the work."""
    return _hers(subject).update(reporter_name="", reporter_email="", reporter_phone="", citizen_key="")


def _hers(subject: Subject) -> QuerySet[Case]:
    return cases.of_citizen(subject.key, email=subject.email, phone=subject.phone)


def _thing(case: Case) -> Thing:
    facts = (
        Fact("ticket", _("Ticket"), case.ticket),
        Fact("received_at", _("Sent"), case.received_at),
        Fact("title", _("Title"), case.title),
        Fact("description", _("Description"), case.description),
        Fact("category", _("Category"), str(case.category)),
        Fact("place", _("Place"), case.exact_place),
        Fact("latitude", _("Latitude"), case.latitude),
        Fact("longitude", _("Longitude"), case.longitude),
        Fact("reporter_name", _("Your name"), case.reporter_name),
        Fact("reporter_email", _("Your e-mail address"), case.reporter_email),
        Fact("reporter_phone", _("Your phone number"), case.reporter_phone),
        Fact("state", _("State"), case.get_state_display()),
        Fact("answer", _("Answer"), case.answer),
        Fact("history", _("What happened"), _history(case)),
    )
    files = tuple(photo.file for photo in case.photos.select_related("file"))
    return Thing(f"{case.ticket} · {case.title}", facts, links.follow_path(case, get_language()), files)


def _history(case: Case) -> list[dict[str, str]]:
    rows = case.entries.exclude(kind__in=Entry.INTERNAL)
    return [{"at": row.at.isoformat(), "what": row.get_kind_display(), "text": row.text} for row in rows]
