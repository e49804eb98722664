"""What is changed in many portals."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.modules import registry
from partnership.bulk.words import group_of
from provisioning.bulk import settable
from provisioning.bulk.settable import ValueForm
from provisioning.models import Batch

# Uninstalling is only planned as the opposite of a change that installed.
SWITCHES = (Batch.Verb.ENABLE, Batch.Verb.DISABLE, Batch.Verb.INSTALL)


class ChangeForm(forms.Form):
    """One choice of a verb and what it is for, as `enable:news` or `set:news.articles_per_page`."""

    what = forms.ChoiceField(
        label=_("What is changed"), error_messages={"required": _("Choose what is changed in these portals.")}
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [("", _("Choose")), *_switches(), *_settings()]

    def batch(self) -> Batch:
        """Return the change that was chosen."""
        verb, _colon, target = self.cleaned_data["what"].partition(":")
        return Batch(verb=verb, target=target)

    def value_form(self) -> ValueForm | None:
        """Return the form of the value, empty until it was shown; None when nothing is set."""
        if not self.is_valid() or self.batch().verb != Batch.Verb.SET:
            return None
        wanted = settable.find(self.batch().target)
        assert wanted is not None  # it is one of the choices
        return ValueForm(wanted, self.data if self.data.get("shown") == self.cleaned_data["what"] else None)


def _switches() -> list[tuple[Any, Any]]:
    modules = [(module.name, str(module.title)) for module in registry.modules()]
    return [(verb.label, [(f"{verb}:{name}", title) for name, title in modules]) for verb in SWITCHES]


def _settings() -> list[tuple[Any, Any]]:
    groups = groupby(settable.everything(), key=group_of)
    return [(title, [(f"{Batch.Verb.SET}:{one.key}", str(one.label)) for one in group]) for title, group in groups]
