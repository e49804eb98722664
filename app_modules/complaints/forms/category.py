"""What an administrator types about a category."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from app_modules.complaints.models import Category, Kind
from kernel.accounts.models import Unit


class CategoryForm(forms.Form):
    """What citizens choose, and what officers are offered for it."""

    name = forms.CharField(
        label=_("Name of the category"), max_length=80, error_messages={"required": _("Write what citizens choose.")}
    )
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Unit that receives these reports"),
        to_field_name="key",
        required=False,
        empty_label=_("Decide for each report"),
        help_text=_("It is suggested when the report is forwarded. Officers may choose another one."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, help_text=_("It decides within how many working days the answer is due.")
    )
    position = forms.IntegerField(
        label=_("Place among the categories"),
        help_text=_("The smaller number stands first."),
        initial=100,
        min_value=0,
        max_value=9999,
    )
    is_active = forms.BooleanField(label=_("Citizens can choose it"), required=False, initial=True)

    def __init__(self, data: Any = None, *, category: Category | None = None) -> None:
        super().__init__(data, initial=_initial(category) if category else None)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.filter(Q(is_active=True) | Q(pk=category.unit_id if category else None))


def _initial(category: Category) -> dict[str, Any]:
    values = {name: getattr(category, name) for name in CategoryForm.base_fields}
    return {**values, "unit": category.unit.key if category.unit else ""}
