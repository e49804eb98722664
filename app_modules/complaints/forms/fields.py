"""Fields that several forms share."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.ids import new_id
from tenants.areas.models import Area

SUBMISSION = re.compile(r"\A[a-z0-9]{12}\Z")


class PhotosInput(forms.FileInput):
    """A file input that takes several photos."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Several photos. What they are is checked where they are kept, since only decoding can tell."""

    widget = PhotosInput

    def clean(self, data: Any, initial: Any = None) -> None:
        return None


class WithPhotos(forms.Form):
    """A form with photos; `submission` ties those that are kept to this one form."""

    submission = forms.RegexField(SUBMISSION, widget=forms.HiddenInput, initial=new_id)
    photos = PhotosField(
        label=_("Add photos"), required=False, help_text=_("At most 3. Faces and number plates need not be seen.")
    )


class VillageField(forms.ChoiceField):
    """The region's villages, grouped by district and called as the region calls them; clean it is the Area."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.areas: dict[str, Area] = {}
        self.district_label = ""

    def offer(self, villages: Iterable[Area]) -> None:
        """Set what may be chosen."""
        found = sorted(villages, key=lambda area: (str(area.parent), area.name))
        kinds = sorted({area.kind for area in found})
        self.areas = {area.code: area for area in found}
        self.district_label = _either({area.parent.kind for area in found if area.parent})
        groups = groupby(found, key=lambda area: str(area.parent))
        named = [(district, [(area.code, _name(area, kinds)) for area in areas]) for district, areas in groups]
        self.choices = [("", _("Choose")), *named]
        self.label = _either(kinds)

    def clean(self, value: Any) -> Any:
        return self.areas.get(super().clean(value))


def _name(area: Area, kinds: list[str]) -> str:
    return area.name if len(kinds) == 1 else str(area)


def _either(kinds: Iterable[str]) -> str:
    """Say "Kelurahan", or "Desa / Kelurahan" where a region has both."""
    return " / ".join(sorted(kinds))


def lines(label: Any, *, rows: int = 4, help_text: Any = "", missing: Any = None, **more: Any) -> forms.CharField:
    """Return a field for several lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
        **more,
    )
