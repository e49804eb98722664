"""What officers type about a service."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from app_modules.services.models import Service, lines
from kernel import money
from kernel.accounts.models import Unit


def lines_field(label: Any, help_text: Any, rows: int = 5, **more: Any) -> forms.CharField:
    """Return a field for a list with an item a line."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=6000, widget=area, **more)


class ServiceForm(forms.Form):
    """All that a service says; `values()` are what an action takes."""

    title = forms.CharField(label=_("Name of the service"), max_length=160)
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Who it is for, and what they get."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    keywords = forms.CharField(
        label=_("Other words that citizens use"),
        help_text=_("Search finds the service by them, for example KTP, e-KTP."),
        max_length=300,
        required=False,
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), to_field_name="key", label=_("Unit"), empty_label=_("Choose a unit")
    )
    pillar = forms.ChoiceField(label=_("Pillar"), choices=Service.Pillar.choices)
    position = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("The smaller number stands first. The first four stand on the home page."),
        initial=100,
        min_value=0,
        max_value=9999,
    )
    requirements = lines_field(_("Requirements"), _("One a line."))
    steps = lines_field(_("Steps"), _("One a line, in order. Numbers are added for you."))
    cost = forms.IntegerField(
        label=_("Cost in rupiah"),
        help_text=_("Write 0 when it is free. Leave it empty when it differs, and say so below."),
        required=False,
        min_value=0,
        max_value=99_999_999_999_999,
    )
    cost_note = forms.CharField(
        label=_("Remark on the cost"),
        help_text=_("For example: according to the size of the building."),
        max_length=200,
        required=False,
    )
    time_amount = forms.IntegerField(label=_("Promised time"), required=False, min_value=1, max_value=9999)
    time_unit = forms.ChoiceField(label=_("Counted in"), choices=Service.TimeUnit.choices)
    legal_basis = lines_field(_("Legal basis"), _("One rule a line, with number and year."), rows=3)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    hours = forms.CharField(
        label=_("Hours"), help_text=_("For example: Senin-Jumat, 08.00-15.00"), max_length=120, required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    link = forms.CharField(
        label=_("Link to the application"),
        help_text=_("Only when there is one already. It is checked every 6 hours."),
        max_length=500,
        required=False,
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message=_("Write the whole address, beginning with https://"),
            )
        ],
        widget=forms.URLInput,
    )

    def __init__(self, data: Any = None, *, units: list[Unit], service: Service | None = None) -> None:
        super().__init__(data, initial=_initial(service) if service else None)
        self.is_public = service is not None and service.is_published
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])

    def clean_requirements(self) -> str:
        """Keep the lines that say something; a public service needs one."""
        return self._list("requirements")

    def clean_steps(self) -> str:
        """Keep the lines that say something; a public service needs one."""
        return self._list("steps")

    def clean_legal_basis(self) -> str:
        """Keep the lines that say something."""
        return _tidy(self.cleaned_data["legal_basis"])

    def _list(self, name: str) -> str:
        text = _tidy(self.cleaned_data[name])
        if self.is_public and not text:
            raise forms.ValidationError(_("Citizens read this service now, so say at least one thing here."))
        return text

    def values(self) -> dict[str, Any]:
        """Return the clean values as the model has them."""
        cost = self.cleaned_data["cost"]
        return {**self.cleaned_data, "cost": None if cost is None else money.of(cost)}


def _initial(service: Service) -> dict[str, Any]:
    values = {name: getattr(service, name) for name in ServiceForm.base_fields}
    return {**values, "cost": service.rupiah, "unit": service.unit.key}


def _tidy(text: str) -> str:
    return "\n".join(lines(text))
