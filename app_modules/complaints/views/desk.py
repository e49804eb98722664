"""What the officers' pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from app_modules.complaints.forms import officer as forms
from app_modules.complaints.models import Case, Entry
from app_modules.complaints.queries import cases, clock
from app_modules.complaints.views import pages
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may
from kernel.ui.templatetags.dates import moment
from tenants.notices import failing


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of one urgency."""

    title: str
    note: str
    rows: list[dict[str, Any]]


def read_filter(given: QueryDict) -> cases.Filter:
    """Return what the officer asked for."""
    state = given.get("keadaan", "")
    return cases.Filter(state=state, is_mine=given.get("milik") == "saya", text=given.get("q", "").strip()[:100])


def groups(page: Iterable[Case]) -> list[Group]:
    """Return the page's cases by urgency."""
    here = clock.calendar()
    titles = {
        cases.LATE: (_("Late"), _("answer today")),
        cases.TODAY: (_("Today"), _("deadline %(date)s") % {"date": date_format(here.today, "l, j F")}),
        cases.LATER: (_("This week and next"), ""),
        cases.WAITING: (_("Waiting for the reporter"), ""),
        cases.CLOSED: (_("Closed"), ""),
    }
    by_urgency = groupby(page, key=lambda case: case.urgency)  # type: ignore[attr-defined]  # annotated by the query
    return [Group(*titles[urgency], [_row(case, here) for case in found]) for urgency, found in by_urgency]


def _row(case: Case, here: clock.Calendar) -> dict[str, Any]:
    where = case.place.split(",")[0] or case.landmark
    hint = _("Check and forward") if not case.forwarded_at else _("Nobody has taken it yet")
    return {
        "url": reverse("complaints_console:case", args=[case.key]),
        "title": case.title,
        "meta": " · ".join(filter(None, (case.ticket, where))),
        "unit": case.unit.name if case.unit else "",
        "officer": case.officer.name or (hint if case.is_open else ""),
        "panel": clock.row(case, here),
        "is_sample": case.is_sample,
    }


def tabs(wanted: cases.Filter, counts: dict[str, int]) -> list[dict[str, Any]]:
    """Return the queue's filters with their counts."""
    labels = {
        "": (_("All"), "", counts["all"]),
        "received": (Case.State.RECEIVED.label, "state-received", counts["received"]),
        "in_progress": (Case.State.IN_PROGRESS.label, "state-progress", counts["in_progress"]),
        "done": (Case.State.DONE.label, "state-done", counts["done"]),
        "mine": (_("Mine"), "user", counts["mine"]),
        "closed": (_("Closed"), "archive", counts["closed"]),
    }
    chosen = "mine" if wanted.is_mine else wanted.state
    return [
        {"url": _tab_url(key), "label": label, "icon": icon, "count": count, "current": key == chosen}
        for key, (label, icon, count) in labels.items()
    ]


def _tab_url(key: str) -> str:
    query = {"milik": "saya"} if key == "mine" else ({"keadaan": key} if key else {})
    return f"{reverse('complaints_console:queue')}?{urlencode(query)}"


FORMS: dict[str, tuple[str, type[forms.CaseForm]]] = {
    "take": ("complaints.handle", forms.BareForm),
    "forward": ("complaints.forward", forms.ForwardForm),
    "message": ("complaints.handle", forms.MessageForm),
    "note": ("complaints.handle", forms.NoteForm),
    "plan": ("complaints.handle", forms.PlanForm),
    "answer": ("complaints.handle", forms.AnswerForm),
    "close": ("complaints.close", forms.CloseForm),
    "reopen": ("complaints.close", forms.ReopenForm),
    "release": ("complaints.release", forms.ReleaseForm),
    "withdraw": ("complaints.release", forms.BareForm),
}
NEEDS_OPEN = {"take", "forward", "plan", "answer"}


def page(case: Case, actor: Actor, photos: Iterable[dict[str, str]] = (), **bound: django_forms.Form) -> dict[str, Any]:
    """Return a case's page: all that happened, and the forms of what may be done now."""
    shown = cases.photos(case)
    return {
        "case": case,
        "is_failing": bool(case.reporter_email) and failing.is_final(case.reporter_email),
        "panel": clock.panel(case, clock.calendar()),
        "lines": [_line(entry, case) for entry in cases.entries(case)],
        "received": moment(case.received_at),
        "is_new": case.is_open and case.forwarded_at is None,
        "is_running": case.is_open and case.forwarded_at is not None,
        "forms": {name: bound.get(name) or _form(name, case) for name in FORMS if _may(name, case, actor)},
        "failed": next(iter(bound), ""),
        "failed_form": next(iter(bound.values()), None),
        "photos": list(photos),
        **pages.shots(shown, case),
    }


def _form(name: str, case: Case) -> django_forms.Form:
    return FORMS[name][1](case=case, auto_id=f"{name}_%s")


def _may(name: str, case: Case, actor: Actor) -> bool:
    if not may(actor, FORMS[name][0], case):
        return False
    if name in NEEDS_OPEN:
        return case.is_open and not (name == "take" and case.officer.key)
    return {"close": not case.is_closed, "reopen": not case.is_open, "withdraw": case.is_released}.get(name, True)


def _line(entry: Entry, case: Case) -> pages.Line:
    plain = pages.line(entry, case)
    return pages.Line(plain.title, plain.when, plain.at, plain.text, plain.icon, by=entry.actor.name or _("Reporter"))
