"""What somebody looks for in the history."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.actor import ActorKind
from kernel.audit import queries as audit
from kernel.audit.queries import Wanted
from kernel.modules.manifest import Act
from tenants.portal import history

SORTS = (
    (ActorKind.CITIZEN.value, _("Citizens")),
    (ActorKind.OPERATOR.value, _("People at Kota Tangerang")),
    (ActorKind.PLATFORM.value, _("The system")),
)


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    invalid = {"invalid": _("Write the day like this: 2026-11-27.")}
    return forms.DateField(label=label, required=False, widget=widget, error_messages=invalid)


class HistoryForm(forms.Form):
    """Words, who, what, from which day to which; `about` is one thing, as a link of the history says it."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What was done"), required=False)
    since = _day(_("From"))
    until = _day(_("Until"))
    about = forms.RegexField(r"^[a-z_.]+:\w*$", required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, acts: Iterable[Act] = ()) -> None:
        super().__init__(data)
        self._acts = tuple(acts)
        people = [(f"person:{key}", name) for key, name in audit.actors()]
        for name, everything, choices in (
            ("who", _("Everybody"), [*SORTS, *people]),
            ("what", _("Everything"), list(history.done(self._acts).items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", everything), *choices]

    def wanted(self) -> Wanted:
        """Return what is looked for; what cannot be read is not asked, and said beside its field."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name) or "" for name in self.fields}
        kind, _colon, key = said["who"].partition(":")
        about, _colon, subject = said["about"].partition(":")
        return Wanted(
            acts={word: history.called(word, self._acts) for word in re.findall(r"\w+", said["q"])},
            actor_kind="" if key else kind,
            actor_key=key,
            action=said["what"],
            subject_kind=about,
            subject_key=subject,
            since=_midnight(said["since"]),
            until=_midnight(said["until"], days=1),
        )

    @property
    def is_narrowed_more(self) -> bool:
        """Say whether more than words is asked for."""
        return any(self.data.get(name) for name in self.fields if name != "q")


def _midnight(day: date | str, days: int = 0) -> datetime | None:
    """Return when the day begins here, or so many days later."""
    if not isinstance(day, date):
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=days), time.min))
