"""Which other region it is."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tenants.elsewhere import queries
from tenants.isolation.current import Tenancy


class RegionForm(forms.Form):
    """The address of the other region's portal."""

    address = forms.CharField(
        label=_("Address of the other region's portal"),
        max_length=300,
        widget=forms.TextInput({"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("As in your browser's address line when you work there."),
        error_messages={"required": _("Write the address of the other region's portal.")},
    )

    def clean_address(self) -> Tenancy:
        """Return the region."""
        found = queries.region(self.cleaned_data["address"])
        if found is None:
            raise forms.ValidationError(
                _now("No other region's portal is there. Copy the address from your browser when you work there.")
            )
        return found
