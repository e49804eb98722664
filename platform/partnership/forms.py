"""What operators type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from kernel.modules import registry
from provisioning.orders import Order
from tenants.registry.models import Tenant


class OrderForm(forms.Form):
    """A region, its modules, its first administrator."""

    code = forms.CharField(
        label=_("Region"), max_length=16, help_text=_("The Ministry's code, for example 36.71 for Kota Tangerang.")
    )
    modules = forms.MultipleChoiceField(label=_("Modules"), widget=forms.CheckboxSelectMultiple)
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

    def order(self) -> Order:
        """Return what was asked for."""
        data = self.cleaned_data
        return Order(**{**data, "code": data["code"].strip(), "modules": tuple(data["modules"])})


class FilterForm(forms.Form):
    """What the list of regions is narrowed to."""

    q = forms.CharField(label=_("Search a region or a code"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Every state")), *Tenant.State.choices]
    )
