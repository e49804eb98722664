"""Tables for spreadsheets."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.spreadsheets import harmless
from tenants.portal import roles
from tenants.portal.review import Line


def review(lines: Iterable[Line]) -> Iterator[list[str]]:
    """Yield the headings, then a row for each right of each person, and one for who has none."""
    yield [
        _("Name"), _("E-mail address"), _("Role"), _("Where"), _("Rights"), _("Since"), _("Given by"), _("Last used"),
        _("Last log-in"), _("To look at"), _("Reviewed"), _("Reviewed by"),
    ]  # fmt: skip
    for line in lines:
        for row in _rights(line) or [[""] * 7]:
            yield [harmless(value) for value in _row(line, row)]


def _rights(line: Line) -> list[list[str]]:
    return [
        [
            str(one.assignment.role),
            one.right.where,
            ", ".join(roles.said(one.assignment.role)),
            one.lent.first_day.isoformat() if one.lent else _day(one.assignment.created_at),
            one.lent.assignment.person.name if one.lent else one.assignment.given_by.name,
            _day(one.last_used),
            ", ".join(one.flags),
        ]
        for one in line.held
    ]


def _row(line: Line, right: list[str]) -> list[str]:
    person, (*held, flags) = line.person, right
    reviewed = [_day(person.reviewed_at), person.reviewed_by.name]
    flags = ", ".join(filter(None, [*line.flags, flags]))
    return [person.name, person.email, *held, _day(person.last_login), flags, *reviewed]


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
