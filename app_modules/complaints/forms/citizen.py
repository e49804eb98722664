"""What a citizen types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from app_modules.complaints.forms.fields import VillageField, WithPhotos, lines
from app_modules.complaints.models import Category
from app_modules.complaints.queries import cases, tickets
from tenants.areas import queries as areas


class ReportForm(WithPhotos):
    """A report: three things are needed, the rest may be empty unless the region asks for it."""

    description = lines(
        _("What you see"),
        min_length=10,
        missing=_("Say what is happening, so that officers know what to look for."),
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("It is about"),
        to_field_name="key",
        empty_label=_("Choose what it is about"),
        error_messages={"required": _("Choose what it is about, so that the right unit reads it.")},
    )
    village = VillageField(
        error_messages={"required": _("Choose the place, so that your report reaches the right officers.")},
    )
    landmark = forms.CharField(
        label=_("Landmark"), max_length=160, required=False, help_text=_("A place nearby that is easy to recognize.")
    )
    latitude = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    longitude = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("We write when something changes. Without it you get a link as well."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.RegexField(
        r"^\+?[\d\s().-]{6,25}$",
        label=_("Telephone number"),
        required=False,
        error_messages={"invalid": _("Write the number with digits only, for example 0812 3456 7890.")},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, contact_required: bool = False, photos_required: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.contact_required, self.photos_required = contact_required, photos_required
        category, village = self.fields["category"], self.fields["village"]
        assert isinstance(category, forms.ModelChoiceField)
        assert isinstance(village, VillageField)
        category.queryset = cases.categories()
        village.offer(areas.villages())
        if not village.areas:
            self._ask_in_words()

    def _ask_in_words(self) -> None:
        """Let the place be written where there are no villages to choose from."""
        del self.fields["village"]
        landmark = self.fields["landmark"]
        landmark.required, landmark.label = True, _("Place")
        landmark.help_text = _("Write it so that officers find it, for example a building, a floor or a street.")
        landmark.error_messages["required"] = _("Write the place, so that officers find what you mean.")

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty: it is a trap for robots."))
        return ""

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        contact = ("email", "phone")
        if self.contact_required and not any(clean.get(name) or name in self.errors for name in contact):
            self.add_error("email", _("Leave an e-mail address or a telephone number, so that we can ask back."))
        return clean


class InformationForm(WithPhotos):
    """What a reporter adds later."""

    text = lines(_("What should officers know?"), rows=3, missing=_("Write what should be added."))


class ObjectionForm(forms.Form):
    """Why it is not solved."""

    text = lines(
        _("What is not solved yet?"), rows=3, missing=_("Write what is not solved yet, so that we can look again.")
    )


class TicketForm(forms.Form):
    """A ticket number, however it is typed."""

    tiket = forms.CharField(
        label=_("Ticket number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Write the ticket number, for example MKS-7KQ4M.")},
    )

    def clean_tiket(self) -> str:
        ticket = tickets.normal(self.cleaned_data["tiket"])
        if not ticket:
            raise forms.ValidationError(
                _("A ticket number has three letters and five characters, for example MKS-7KQ4M.")
            )
        return ticket


class ResendForm(TicketForm):
    """Whom to send a link to again."""

    tiket = forms.CharField(widget=forms.HiddenInput, max_length=20)
    email = forms.EmailField(
        label=_("The e-mail address in your report"),
        error_messages={"required": _("Write the e-mail address that you left in your report.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
