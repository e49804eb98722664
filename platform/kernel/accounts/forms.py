"""What people type about people."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm, UserTokenForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kernel.accounts import limits
from kernel.accounts.models import Person


class JoinForm(forms.Form):
    """The invited person's own name, and the password she chooses."""

    name = forms.CharField(label=_("Full name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters. A sentence of your own is easy to remember."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Check the password against the rules, and against what the person is called."""
        password: str = self.cleaned_data["password"]
        validate_password(password, Person(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class LanguageForm(forms.Form):
    """In which language somebody is written to."""

    language = forms.ChoiceField(
        label=_("Language of our mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect, required=True
    )


class UnitForm(forms.Form):
    """What a unit is called."""

    name = forms.CharField(
        label=_("Name of the unit"), max_length=160, error_messages={"required": _("Write the name of the unit.")}
    )


class LogInForm(LoginForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, login=_("E-mail address"), password=_("Password"))
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(ResetPasswordForm):
    """Where the link to a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, email=_("E-mail address"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, unless many were asked for.

        Raises: TooMany.
        """
        limits.forgot(request, self.cleaned_data["email"])
        return str(super().save(request, **kwargs))


class PersonTokenForm(UserTokenForm):
    """A link to a new password: whose it is, by her public id, and the token."""

    def _get_user(self, uidb36: str | None) -> Person | None:
        return Person.objects.filter(key=uidb36).first()


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, password1=_("New password"), password2=_("New password again"))


class OtherPasswordForm(ChangePasswordForm):
    """The present password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(
            self,
            oldpassword=_("Present password"),
            password1=_("New password"),
            password2=_("New password again"),
        )


def _say(form: forms.Form, **labels: Any) -> None:
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].widget.attrs.pop("placeholder", None)
