"""What an administrator ticks about the region's units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.portal import queries
from tenants.portal.usual_units import NAMES


class UsualUnitsForm(forms.Form):
    """Those of the usual units that are not there yet; none is ticked for the region."""

    names = forms.MultipleChoiceField(
        label=_("Units that many regions have"),
        help_text=_("Tick what your region has. You can change the names afterwards."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("This list has changed since you opened it. Tick again.")},
    )

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data)
        names = self.fields["names"]
        assert isinstance(names, forms.MultipleChoiceField)
        names.choices = [(name, name) for name in queries.without_units([] if kind == "agency" else NAMES)]

    def clean_names(self) -> list[str]:
        """Refuse an empty choice: said so here, since the page does not ask for any of them."""
        names: list[str] = self.cleaned_data["names"]
        if not names:
            raise forms.ValidationError(_("Tick at least one unit."))
        return names
