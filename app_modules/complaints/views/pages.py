"""What the citizens' pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from app_modules.complaints.models import Case, Entry, Photo
from app_modules.complaints.queries import cases, clock, links
from kernel.ui.templatetags.dates import moment
from kernel.whatsapp import share
from tenants import mail
from tenants.files.queries import url
from tenants.isolation.current import tenant
from tenants.portal.site import government

ICONS = {
    Entry.Kind.MESSAGE: "message-square",
    Entry.Kind.INFORMATION: "plus",
    Entry.Kind.PLANNED: "calendar",
    Entry.Kind.OBJECTED: "rotate-ccw",
    Entry.Kind.REOPENED: "rotate-ccw",
    Entry.Kind.NOTE: "lock",
    Entry.Kind.LATE: "triangle-alert",
    Entry.Kind.RELEASED: "eye",
    Entry.Kind.WITHDRAWN: "eye",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a timeline."""

    title: str
    when: str
    at: str
    text: str = ""
    icon: str = "check"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as a page shows it."""

    url: str
    alt: str
    caption: str
    sample: bool = False


def keep(case: Case) -> dict[str, str]:
    """Return what saves the ticket: the secret address, and a message to oneself on WhatsApp."""
    address = mail.address(links.follow_path(case))
    text = _("My report %(ticket)s: %(title)s. Follow it here: %(link)s") % {
        "ticket": case.ticket,
        "title": case.title,
        "link": address,
    }
    return {"address": address, "whatsapp": share(text)}


def follow(case: Case) -> dict[str, Any]:
    """Return what the reporter's own page shows."""
    entries = [entry for entry in cases.entries(case) if entry.kind not in Entry.INTERNAL]
    photos = cases.photos(case)
    return {
        "case": case,
        "panel": clock.panel(case, clock.calendar()),
        "updated": date_format(timezone.localtime(case.updated_at), "l, j F"),
        "lines": [line(entry, case) for entry in entries],
        "next_title": _next(case),
        "next_by": _by(case),
        "is_closed": case.is_closed,
        "may_object": case.may_be_objected(timezone.localdate()),
        "closed_on": clock.long(timezone.localdate(case.closed_at)) if case.closed_at else "",
        **shots(photos, case),
        **keep(case),
    }


def public(case: Case) -> dict[str, Any]:
    """Return what everybody sees of a released case: no words of the reporter, no exact place."""
    entries = [entry for entry in cases.entries(case) if entry.kind in Entry.PUBLIC]
    photos = [photo for photo in cases.photos(case) if photo.is_released]
    return {
        "case": case,
        "panel": clock.panel(case, clock.calendar()),
        "lines": [_bare(entry) for entry in entries],
        "next_by": _by(case),
        **shots(photos, case),
    }


def line(entry: Entry, case: Case) -> Line:
    """Return a timeline's line as the reporter reads it."""
    return Line(
        title=_title(entry),
        when=moment(entry.at),
        at=entry.at.isoformat(),
        text=entry.text or _explanation(entry, case),
        icon=ICONS.get(Entry.Kind(entry.kind), "check"),
    )


def _bare(entry: Entry) -> Line:
    text = _("Forwarded to %(unit)s.") % {"unit": entry.unit_name} if entry.kind == Entry.Kind.FORWARDED else ""
    return Line(_title(entry), moment(entry.at), entry.at.isoformat(), text, ICONS.get(Entry.Kind(entry.kind), "check"))


def _title(entry: Entry) -> str:
    if entry.kind == Entry.Kind.MESSAGE:
        return _("Message from %(unit)s") % {"unit": entry.unit_name or government(tenant())}
    return str(entry.get_kind_display())


def _explanation(entry: Entry, case: Case) -> str:
    if entry.kind == Entry.Kind.RECEIVED:
        return _("Ticket %(ticket)s was made.") % {"ticket": case.ticket}
    if entry.kind == Entry.Kind.FORWARDED:
        return _("Forwarded to %(unit)s. The term for the answer runs.") % {"unit": entry.unit_name}
    if entry.kind == Entry.Kind.LATE:
        return _("The region's administrators were told.")
    return ""


def _next(case: Case) -> str:
    if not case.is_open:
        return ""
    if case.next_step:
        day = f", {clock.long(case.next_step_on)}" if case.next_step_on else ""
        return f"{case.next_step}{day}"
    return _("A unit answers you.") if case.forwarded_at else _("An officer checks and forwards your report.")


def _by(case: Case) -> str:
    return case.unit.name if case.unit else _("The region's officers")


def shots(photos: Iterable[Photo], case: Case) -> dict[str, list[Shot]]:
    """Return the photos by stage, numbered as the officer's form names them."""
    found: dict[str, list[Shot]] = {"before": [], "after": []}
    for number, photo in enumerate(photos, start=1):
        stage = Photo.Stage(photo.stage)
        alt = _("Photo %(number)d, %(stage)s") % {"number": number, "stage": str(stage.label).lower()}
        caption = f"{number}. {stage.label} · {date_format(timezone.localtime(photo.at), 'j F')}"
        found[stage].append(Shot(url(photo.file), alt, caption))
    if case.is_sample:
        _imagine(found, case)
    return found


def _imagine(found: dict[str, list[Shot]], case: Case) -> None:
    """Show where a sample case would have photos; it has none, so that samples leave no files."""
    stages = [Photo.Stage.BEFORE] if case.is_open else [Photo.Stage.BEFORE, Photo.Stage.AFTER]
    for stage in stages:
        found[stage] = found[stage] or [Shot("", _("Sample photo"), str(stage.label), sample=True)]


def public_rows(page: Iterable[Case]) -> list[dict[str, Any]]:
    """Return the rows of the public list."""
    return [
        {
            "ticket": case.ticket,
            "title": case.public_title,
            "place": case.place,
            "kind": clock.KINDS[Case.State(case.state)],
            "day": clock.long(timezone.localdate(case.received_at)),
            "is_sample": case.is_sample,
        }
        for case in page
    ]


def public_tabs(path: str, state: str, area: str) -> list[dict[str, Any]]:
    """Return the filter by state."""
    icons = {"received": "state-received", "in_progress": "state-progress", "done": "state-done"}
    choices = [("", _("All"), "")] + [(value, label, icons[value]) for value, label in Case.State.choices]
    return [
        {
            "url": f"{path}?{urlencode({k: v for k, v in (('keadaan', value), ('tempat', area)) if v})}",
            "label": label,
            "icon": icon,
            "count": None,
            "current": value == state,
        }
        for value, label, icon in choices
    ]
