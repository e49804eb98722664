"""A form's field for a district or village: long lists are searched by typing, with and without scripts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tenants.areas import queries
from tenants.areas.models import Area

SHOWN = 5


class AreaField(forms.CharField):
    """A district or village by its name, its code, or a part of the name that fits one; clean it is the code."""

    widget = forms.TextInput(attrs={"list": "areas", "autocomplete": "off"})

    def options(self) -> list[str]:
        """Return what the list beside the field offers."""
        return list(queries.labelled())

    def clean(self, value: Any) -> str:
        text = " ".join(super().clean(value).split())
        return _only(text).code if text else ""


def _only(text: str) -> Area:
    """Return the one area that is meant.

    Raises: ValidationError that names those that fit, where there are several.
    """
    found = queries.labelled()
    same = [area for label, area in found.items() if text.casefold() in (label.casefold(), area.code)]
    named = [area for area in found.values() if text.casefold() == area.name.casefold()]
    words = text.casefold().split()
    fitting = {label: area for label, area in found.items() if all(word in label.casefold() for word in words)}
    for candidates in (same, named, list(fitting.values())):
        if len(candidates) == 1:
            return candidates[0]
    raise forms.ValidationError(_several(fitting) if fitting else _("There is no such district or village here."))


def _several(fitting: Iterable[str]) -> str:
    shown = list(fitting)[:SHOWN]
    return _("Several fit. Write which one you mean, for example: %(names)s") % {"names": "; ".join(shown)}
