"""What operators type."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.modules import registry
from kernel.regions import queries as regions
from provisioning.orders import Order
from tenants.registry.models import Tenant

CODE = re.compile(r"\d\d(\.\d\d)?(?= |$)")


class OrderForm(forms.Form):
    """A region, its modules, its first administrator."""

    code = forms.CharField(
        label=_("Region"),
        max_length=120,
        help_text=_("Its name, or the Ministry's code: 36.71 for Kota Tangerang."),
        widget=forms.TextInput(attrs={"list": "governments", "autocomplete": "off"}),
        error_messages={"required": _("Write the region's name or its code.")},
    )
    modules = forms.MultipleChoiceField(
        label=_("Modules"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one module.")},
    )
    administrator_name = forms.CharField(label=_("Name of the first administrator"), max_length=120, required=False)
    administrator_email = forms.EmailField(
        label=_("Her e-mail address"), required=False, help_text=_("She gets the invitation by mail.")
    )
    slug = forms.CharField(
        label=_("Short name"), max_length=60, required=False, help_text=_("Leave empty for the usual one.")
    )
    host = forms.CharField(
        label=_("Domain"), max_length=253, required=False, help_text=_("Leave empty for the usual one.")
    )
    with_sample = forms.BooleanField(label=_("Add sample content, marked as sample"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modules = self.fields["modules"]
        assert isinstance(modules, forms.MultipleChoiceField)
        modules.choices = [(module.name, str(module.title)) for module in registry.modules()]

    def clean_code(self) -> str:
        """Return the code of what was typed: a code, a code with its name, or a name that only one region has."""
        typed = str(self.cleaned_data["code"]).strip()
        if match := CODE.match(typed):
            return match[0]
        found = [region for region in regions.search(typed, limit=20) if region.name.lower() == typed.lower()]
        return found[0].code if found else typed

    def order(self) -> Order:
        """Return what was asked for."""
        data = self.cleaned_data
        return Order(**{**data, "modules": tuple(data["modules"])})


class FilterForm(forms.Form):
    """What the list of regions is narrowed to."""

    q = forms.CharField(label=_("Search a region or a code"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Every state")), *Tenant.State.choices])
