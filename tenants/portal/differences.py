"""What an entry of the history says was before and after, in plain words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.accounts.models import Role, Unit
from kernel.audit.models import Entry
from kernel.modules import registry
from kernel.ui.templatetags.dates import day, moment
from tenants.areas import queries as areas
from tenants.customization.queries import changed_names
from tenants.notices import kinds
from tenants.notices.texts import letters
from tenants.portal import roles
from tenants.support import scopes

LABELS = {
    "name": gettext_lazy("Name"),
    "name_en": gettext_lazy("Name in English"),
    "reason": gettext_lazy("Reason"),
    "changed": gettext_lazy("What changed"),
    "state": gettext_lazy("State"),
    "kind": gettext_lazy("Kind"),
    "role": gettext_lazy("Role"),
    "unit": gettext_lazy("Unit"),
    "area": gettext_lazy("Area"),
    "permissions": gettext_lazy("Rights"),
    "first_day": gettext_lazy("First day"),
    "last_day": gettext_lazy("Last day"),
    "left": gettext_lazy("Recovery codes left"),
    "issuer": gettext_lazy("Address of the provider"),
    "client_id": gettext_lazy("Name of the portal there"),
    "domains": gettext_lazy("Only addresses of"),
    "counts_second_step": gettext_lazy("Its second step counts"),
    "secret": gettext_lazy("Secret"),
    "module": gettext_lazy("Module"),
    "slug": gettext_lazy("Short name"),
    "host": gettext_lazy("Address of the portal"),
    "domain": gettext_lazy("Address of the portal"),
    "time_zone": gettext_lazy("Time zone"),
    "rows": gettext_lazy("Rows"),
    "storage": gettext_lazy("Files (MB)"),
    "mails": gettext_lazy("Mails a day"),
    "jobs": gettext_lazy("Jobs a day"),
    "hour": gettext_lazy("Hour of the backup"),
    "daily": gettext_lazy("Days that are kept"),
    "weekly": gettext_lazy("Weeks that are kept"),
    "monthly": gettext_lazy("Months that are kept"),
    "scopes": gettext_lazy("What for"),
    "hours": gettext_lazy("How many hours"),
    "may_change": gettext_lazy("May change something"),
    "path": gettext_lazy("Page"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Mobile number"),
    "language": gettext_lazy("Language"),
    "nik": gettext_lazy("NIK"),
    "verified_by": gettext_lazy("What stands behind it"),
    "things": gettext_lazy("Things that went"),
    "action": gettext_lazy("What was done"),
    "actor_key": gettext_lazy("Who"),
    "actor_kind": gettext_lazy("Who"),
    "since": gettext_lazy("From"),
    "until": gettext_lazy("Until"),
}
DATED = re.compile(r"\d{4}-\d\d-\d\d(T\S+)?")
# The parts of a mail and the languages of a word, as their keys have them.
PARTS = {"subject": gettext_lazy("Subject"), "text": gettext_lazy("Text"), "id": "Indonesia", "en": "English"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field, and what it was before and after; empty where there was nothing, or nothing is told of it."""

    label: str
    before: str
    after: str


def of(entry: Entry, own: Mapping[str, str]) -> list[Difference]:
    """Return what the entry tells of each field. A query for each role, unit and area among them.

    `own` is what whoever the thing belongs to calls its fields.
    """
    before, after = entry.before or {}, entry.after or {}
    named = _labels(entry, own)
    return [
        Difference(
            str(named.get(name, name)), _said(entry, name, before.get(name)), _said(entry, name, after.get(name))
        )
        for name in dict.fromkeys((*before, *after))
    ]


def _labels(entry: Entry, own: Mapping[str, str]) -> dict[str, Any]:
    if entry.subject_kind == "customization":
        return {key: _customized(key) for key in {**(entry.before or {}), **(entry.after or {})}}
    if entry.subject_kind == "notices":
        return {**LABELS, **{key: kind.title for key, kind in kinds.here().items()}}
    return {**LABELS, **own}


def _customized(key: str) -> str:
    """Return what the key of a setting, a word or a mail's text is called, and which part or language it is."""
    _name, *parts = key.split(":")
    name = (letters([key]) or changed_names([key]))[0]
    return f"{name} ({', '.join(str(PARTS.get(part, part)) for part in parts)})" if parts else name


def _said(entry: Entry, name: str, value: Any) -> str:
    """Return the value as people say it."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(_one(entry, name, each) for each in value)
        case dict():
            return ", ".join(f"{each}: {one}" for each, one in value.items())
    return _one(entry, name, value)


def _one(entry: Entry, name: str, value: Any) -> str:
    if name in NAMED:
        return NAMED[name](value)
    known = kinds.Channel.choices if entry.subject_kind == "notices" else _choices(entry.subject_kind, name)
    return next((str(label) for key, label in known if key == value), "") or _dated(str(value))


def _choices(kind: str, name: str) -> list[tuple[Any, Any]]:
    """Return what the field of this name may be, where the entry is about a thing of ours and it has choices."""
    app, _dot, model = kind.partition(".")
    found = apps.all_models.get(app, {}).get(model)
    return [
        choice for field in (found._meta.fields if found else ()) if field.name == name for choice in field.flatchoices
    ]


def _dated(text: str) -> str:
    """Return a day or a moment as the interface writes it, any other text as it is."""
    found = DATED.fullmatch(text)
    try:
        return (moment(datetime.fromisoformat(text)) if found[1] else day(date.fromisoformat(text))) if found else text
    except ValueError:
        return text


def _role(key: str) -> str:
    return str(Role.objects.filter(key=key).first() or key)


def _unit(key: str) -> str:
    return str(Unit.objects.filter(key=key).first() or key)


NAMED: dict[str, Callable[[Any], str]] = {
    "role": _role,
    "unit": _unit,
    "unit_id": lambda number: str(Unit.objects.filter(pk=number).first() or _("a unit that is gone")),
    "area": lambda code: areas.names([code]).get(code, code),
    "permissions": lambda name: (roles.labels() | {"*": _("everything")}).get(name, name),
    "scopes": lambda scope: scopes.labels([scope])[0],
    "module": lambda name: str(module.title) if (module := registry.get(name)) else str(name),
    "changed": lambda name: str(LABELS.get(name, name)),
}
