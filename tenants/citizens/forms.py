"""What a citizen types about herself."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kernel.errors import DomainError
from tenants.citizens.tokens import DIGITS

Result = TypeVar("Result")


class Form(forms.Form):
    """A form whose action may say no: that stands beside its first field, and nothing typed is lost."""

    status = 200

    def attempt(self, do: Callable[..., Result]) -> Result | None:
        """Do it with what was typed, and return what came of it; None where nothing was sent, or it was refused."""
        if not self.is_valid():
            return None
        try:
            return do(**self.cleaned_data)
        except DomainError as error:
            self.add_error(next(iter(self.fields)), error.message)
            self.status = error.status
            return None


class EmailForm(Form):
    """Where the code goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={
            "required": _("Write your e-mail address, so that we can send you a code."),
            "invalid": _("An e-mail address has an @ and a dot after it, for example citra@example.org."),
        },
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
    )

    def clean_email(self) -> str:
        """Return it in one spelling: nobody remembers with which capitals she registered."""
        return str(self.cleaned_data["email"]).lower()


class CodeForm(Form):
    """The code, however it is spaced."""

    digits = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages={"required": _("Write the six digits that we sent you.")},
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_digits(self) -> str:
        """Return six digits."""
        digits = "".join(self.cleaned_data["digits"].split()).replace("-", "")
        if not (digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("The code has digits only."))
        if len(digits) != DIGITS:
            found = ngettext("this one has %(count)d", "this one has %(count)d", len(digits)) % {"count": len(digits)}
            raise forms.ValidationError(_("The code has six digits; %(found)s."), params={"found": found})
        return digits


class NameForm(Form):
    """What she is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As officers may call you."),
        error_messages={"required": _("Write your name, so that officers know how to call you.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class DetailsForm(NameForm):
    """What she may change."""

    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)
