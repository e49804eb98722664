"""What a citizen types about herself."""

import re
from collections.abc import Callable, Collection
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kernel.errors import DomainError
from tenants.citizens import phones
from tenants.citizens.models import Code
from tenants.citizens.tokens import DIGITS

Result = TypeVar("Result")
# What no number has.
LETTERS = re.compile(r"[^\d\s+().-]")
ATTRIBUTES = {
    Code.Kind.EMAIL.value: {"type": "email", "autocomplete": "email", "inputmode": "email"},
    Code.Kind.PHONE.value: {"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
}


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


class AddressForm(Form):
    """Where the code goes: to an e-mail address, a mobile number, or whichever of the two is written."""

    address = forms.CharField(
        max_length=254, error_messages={"required": _("Write it, so that we can send you a code.")}
    )

    def __init__(self, *args: Any, kinds: Collection[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kinds = kinds
        field, kind = self.fields["address"], min(kinds) if len(kinds) == 1 else ""
        field.label = Code.Kind(kind).label if kind else _("E-mail address or mobile number")
        field.widget.attrs |= ATTRIBUTES.get(kind, {"autocomplete": "username"})

    def clean_address(self) -> str:
        """Return it in one spelling: nobody remembers how she wrote it when she registered."""
        typed = self.cleaned_data["address"]
        if self._kind(typed) == Code.Kind.PHONE:
            return phones.normal(typed)
        EmailValidator(_("An e-mail address has an @ and a dot after it, for example citra@example.org."))(typed)
        return str(typed).lower()

    def clean(self) -> dict[str, Any]:
        return {"kind": self._kind(self.cleaned_data.get("address", "")), **self.cleaned_data}

    def _kind(self, typed: str) -> str:
        if len(self.kinds) == 1:
            return min(self.kinds)
        return Code.Kind.EMAIL if LETTERS.search(typed) else Code.Kind.PHONE


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
