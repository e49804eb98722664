"""What an administrator types about the provider."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kernel.accounts.models import IdentityProvider
from kernel.accounts.providers import actions
from kernel.accounts.providers.actions import Content

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")


class ProviderForm(forms.Form):
    """A provider; its secret is never shown again."""

    name = forms.CharField(
        label=_("Name on the button"),
        max_length=40,
        help_text=_("What your people know it by: “Akun Pemkot”."),
        error_messages={"required": _("Write what the button is called.")},
    )
    issuer = forms.CharField(
        label=_("Address of the provider (issuer)"),
        max_length=200,
        widget=forms.URLInput({"spellcheck": "false"}),
        help_text=_("It begins with https:// and is asked when you save."),
        error_messages={"required": _("Write the address of the provider.")},
    )
    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=255,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the client ID that the provider gave you.")},
    )
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text=_("It is kept sealed and never shown again. Leave it empty to keep the one that is there."),
    )
    domains = forms.CharField(
        label=_("Allowed e-mail domains"),
        required=False,
        max_length=500,
        help_text=_("With spaces in between. Empty: all."),
    )
    counts_second_step = forms.BooleanField(
        label=_("Its second step counts here too"),
        required=False,
        help_text=_("Where the provider says that it asked for one. Otherwise ours is asked for afterwards."),
    )

    @classmethod
    def of(cls, row: IdentityProvider | None, data: Any = None) -> "ProviderForm":
        """Return the form with what holds now."""
        if row is None:
            return cls(data)
        return cls(data, initial={**actions.said(row), "domains": " ".join(row.domains)})

    def clean_domains(self) -> list[str]:
        """Return the domains, in small letters and without an @."""
        found = [word.lstrip("@") for word in re.split(r"[\s,;]+", self.cleaned_data["domains"].lower()) if word]
        for domain in found:
            if not DOMAIN.fullmatch(domain):
                raise forms.ValidationError(_now("“%(word)s” is not a domain, as in kota.go.id.") % {"word": domain})
        return sorted(set(found))

    def content(self) -> Content:
        """Return what was typed, but for the secret."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "secret"}
        return Content(**typed)
