"""Dates, times and money, as the interface writes them. Instants are shown in the active time zone."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from kernel import money

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """Return "Jumat, 20 November 2026"."""
    return _format(value, "l, j F Y")


@register.filter
def short_day(value: date | None) -> str:
    """Return "20 Nov"."""
    return _format(value, "j M")


@register.filter
def clock(value: datetime | None) -> str:
    """Return "19.42 WITA"; WIB, WITA or WIT by the active time zone."""
    if value is None:
        return ""
    pattern = "H:i e" if get_language() == "en" else "H.i e"
    return _format(value, pattern)


@register.filter
def seconds(value: datetime | None) -> str:
    """Return "19.42.07", for lines that follow each other."""
    return _format(value, "H:i:s" if get_language() == "en" else "H.i.s")


@register.filter
def moment(value: datetime | None) -> str:
    """Return "Jumat, 20 November 2026, 19.42 WITA"."""
    return f"{day(value)}, {clock(value)}" if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """Return "20 November 2026, 19.42", where there is little room."""
    return _format(value, "j F Y, H:i" if get_language() == "en" else "j F Y, H.i")


@register.filter
def rupiah(value: money.Amount | None) -> str:
    """Return "Rp12.000.000"."""
    return "" if value is None else money.rupiah(value)


def _format(value: date | None, pattern: str) -> str:
    return "" if value is None else date_format(_local(value), pattern, use_l10n=False)


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) else value
