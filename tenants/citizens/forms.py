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
from tenants.citizens import niks, phones
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


class NikForm(Form):
    """Her identity number, if she likes."""

    nik = forms.CharField(
        label=_("NIK"),
        max_length=40,
        help_text=_("The 16 digits on your identity card, also of another region."),
        error_messages={"required": _("Write the 16 digits, or go back: you need not give them.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

    def clean_nik(self) -> str:
        """Return sixteen digits."""
        return niks.normal(self.cleaned_data["nik"])


class CardForm(NikForm):
    """What an officer reads on the identity card."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["nik"]
        field.help_text, field.error_messages["required"] = "", _("Write the 16 digits on the card.")


class RecoveryForm(AddressForm):
    """The new address of a citizen who has lost one, and why an officer believes her."""

    other_lost = forms.BooleanField(label=_("The other address is lost too: take it away"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        min_length=10,
        help_text=_("For example: phone stolen on 12 March, came to the counter with her identity card."),
        error_messages={
            "required": _("Write why: it stays in the history."),
            "min_length": _("Write a few words more, so that others understand it later."),
        },
        widget=forms.Textarea({"rows": 3}),
    )
    card_seen = forms.BooleanField(
        label=_("I have seen her identity card"),
        error_messages={"required": _("Without her identity card nobody’s account is recovered.")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        address = self.fields["address"]
        address.error_messages["required"] = _("Write her new address or number.")
        address.widget.attrs["autocomplete"] = "off"


class DetailsForm(NameForm):
    """What she may change."""

    language = forms.ChoiceField(label=_("Language of our messages"), choices=settings.LANGUAGES)


class PasskeyForm(forms.Form):
    """A passkey that her browser has made, and what the device is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("So that you know it again: “My phone”."),
        error_messages={"required": _("Write a name.")},
    )
    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": _("Your browser has made no passkey. Try again.")}
    )
