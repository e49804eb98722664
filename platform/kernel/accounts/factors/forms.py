"""What people type to prove that it is they."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kernel.accounts import limits, queries
from kernel.accounts.factors import actions, codes
from kernel.accounts.log_ins import actions as log_ins
from kernel.accounts.models import LogIn, Person
from kernel.errors import TooMany

WRONG = _("This code is not right, or it was used already. Wait for the next one in your app and write its six digits.")
DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
RECENT = 10 * 60


class CodeForm(AuthenticateForm):
    """A code of the app, or a recovery code, after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = _("Code"), _("Six digits of your app, or one of your recovery codes.")
        field.widget = forms.TextInput({"autocomplete": "one-time-code", "spellcheck": "false"})
        field.error_messages["required"] = _("Write the code.")

    def clean_code(self) -> str:
        """Use the code up.

        Raises: TooMany.
        """
        code: str = self.cleaned_data["code"]
        try:
            limits.before_code(current.request, self.user)
        except TooMany:
            log_ins.failed(current.request, self.user.email, LogIn.Result.HELD)
            raise
        used = actions.use_code(self.user, code, by=queries.as_actor(self.user))
        if used is None:
            log_ins.failed(current.request, self.user.email, LogIn.Result.CODE)
            raise forms.ValidationError(WRONG)
        limits.code_was_right(current.request, self.user)
        used.user = self.user
        self.authenticator = used
        return code


class ConfirmedForm(forms.Form):
    """A change that asks for the password, unless it was given within minutes."""

    is_always_asked = False

    def __init__(self, *args: Any, request: HttpRequest, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        if self.is_always_asked or not _is_recent(request, person):
            self.fields["password"] = _password()

    def clean_password(self) -> str:
        """Check the password as for logging in.

        Raises: TooMany.
        """
        password: str = self.cleaned_data["password"]
        limits.before_log_in(self.request, self.person.email)
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your present password."))
        limits.succeeded(self.request, self.person.email)
        return password


class TurnOffForm(ConfirmedForm):
    """The password, always."""

    is_always_asked = True


class PasskeyNameForm(forms.Form):
    """What a passkey is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        help_text=_("So that you know it again: “My phone”, “Office computer”."),
        error_messages={"required": _("Write a name.")},
    )


class PasskeyForm(PasskeyNameForm, ConfirmedForm):
    """A passkey that the browser has made."""

    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": _("Your browser has made no passkey. Try again.")}
    )


class SetUpForm(ConfirmedForm):
    """The first code of an app, which proves that it has the secret."""

    code = forms.CharField(
        label=_("Code from the app"),
        widget=forms.TextInput(DIGITS),
        error_messages={"required": _("Write the six digits that your app shows.")},
    )

    def __init__(self, *args: Any, secret: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret

    def clean_code(self) -> str:
        """Find out which code of the app it is."""
        code: str = self.cleaned_data["code"]
        counter = codes.counter_of(self.secret, code)
        if counter is None:
            raise forms.ValidationError(
                _("This code is not right. Check the clock of your phone, then write the newest code.")
            )
        self.counter = counter
        return code


def _password() -> forms.CharField:
    return forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Write your present password.")},
    )


def _is_recent(request: HttpRequest, person: Person) -> bool:
    records = get_authentication_records(request, person)
    return bool(records) and time.time() - records[-1]["at"] < RECENT
