"""What operators type."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel.modules import registry
from kernel.regions import queries as regions
from partnership import limits
from partnership.queries import Wanted
from provisioning import agencies
from provisioning.agencies import Agency
from provisioning.identity import Identity
from provisioning.orders import Order
from tenants.quotas.models import Quota
from tenants.registry.models import Tenant
from tenants.support import scopes
from tenants.support.models import LEAST_HOURS, MOST_HOURS

CODE = re.compile(r"\d\d(\.\d\d)?(?= |$)")
ZONES = [(zone, f"{name} ({zone.partition('/')[2]})") for name, zone in agencies.ZONES.items()]
REGION, AGENCY = "region", "agency"
# What only one of the two is asked for.
OWN = {REGION: ("code",), AGENCY: ("agency", "time_zone", "works_in")}
LIMIT: dict[str, Any] = {"required": False, "min_value": 1, "max_value": limits.MOST}

HAS = [("enabled", _("on")), ("disabled", _("off")), ("installed", _("installed")), ("absent", _("not installed"))]


class OrderForm(forms.Form):
    """A region or an agency, its modules, its first administrator."""

    kind = forms.ChoiceField(
        label=_("Who gets the portal"),
        choices=[(REGION, _("A region")), (AGENCY, _("An agency, for example a hospital"))],
        widget=forms.RadioSelect,
        required=False,
        initial=REGION,
    )
    code = forms.CharField(
        label=_("Region"),
        max_length=120,
        help_text=_("Its name, or the Ministry's code: 36.71 for Kota Tangerang."),
        widget=forms.TextInput(attrs={"list": "governments", "autocomplete": "off"}),
        error_messages={"required": _("Write the region's name or its code.")},
    )
    agency = forms.CharField(
        label=_("Name of the agency"),
        max_length=agencies.NAME_LIMIT,
        help_text=_("As it stands on its letters, for example RSUD Kota Poso."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the agency's name.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=[("", _("Choose")), *ZONES],
        error_messages={"required": _("Choose the time zone that the agency works in.")},
    )
    works_in = forms.CharField(
        label=_("Works in the region"),
        max_length=120,
        required=False,
        help_text=_(
            "Its name or its code: citizens then choose its districts and villages. Leave empty for no region."
        ),
        widget=forms.TextInput(attrs={"list": "governments", "autocomplete": "off"}),
    )
    modules = forms.MultipleChoiceField(
        label=_("Modules"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one module.")},
    )
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

    def clean_code(self) -> str:
        """Return the region's code."""
        return _code(self.cleaned_data["code"])

    def clean_works_in(self) -> str:
        """Return the region's code; empty for none."""
        return _code(self.cleaned_data["works_in"])

    def clean(self) -> dict[str, Any]:
        """Ask nothing of what the other kind would need; what was typed there stays on the page."""
        other = REGION if self.cleaned_data.get("kind") == AGENCY else AGENCY
        for name in OWN[other]:
            self.errors.pop(name, None)
        return self.cleaned_data

    def order(self) -> Order:
        """Return what was asked for."""
        data = dict(self.cleaned_data)
        kind = data.pop("kind")
        code, name, time_zone, works_in = (data.pop(field, "") for field in (*OWN[REGION], *OWN[AGENCY]))
        data["modules"] = tuple(data["modules"])
        if kind == AGENCY:
            return Order(agency=Agency(name=name, time_zone=time_zone, works_in=works_in), **data)
        return Order(code=code, **data)


def _code(typed: str) -> str:
    """Return the code of what was typed: a code, a code with its name, or a name that only one region has."""
    typed = typed.strip()
    if match := CODE.match(typed):
        return match[0]
    found = [region for region in regions.search(typed, limit=20) if region.name.lower() == typed.lower()]
    return found[0].code if found else typed


class SuspendForm(forms.Form):
    """Why a portal is suspended."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "The region's administrators read it: in a mail now, and later in their history."
            " Citizens do not. Write no personal data."
        ),
        error_messages={"required": _("Write the reason: the region's administrators ask for it first.")},
    )


class DeleteForm(forms.Form):
    """The name of the portal that is to be deleted, typed by who orders it."""

    name = forms.CharField(
        label=_("Name of the portal"),
        max_length=agencies.NAME_LIMIT,
        help_text=_("Type it exactly as it stands above, so that the right one goes."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type the name of the portal.")},
    )


class IdentityForm(forms.Form):
    """What a portal is called and where it is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=agencies.NAME_LIMIT,
        help_text=_("On all pages and mails, unless the region chose another name under “Look”."),
        error_messages={"required": _("Write the name.")},
    )
    slug = forms.CharField(
        label=_("Short name"),
        max_length=60,
        help_text=_("For commands and figures. The domain stays as it is written below."),
        error_messages={"required": _("Write the short name.")},
    )
    host = forms.CharField(
        label=_("Domain"),
        max_length=253,
        required=False,
        help_text=_("Point its DNS to this platform first. Leave empty for the usual one of the short name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )

    def identity(self) -> Identity:
        """Return what was asked for."""
        return Identity(**self.cleaned_data)


class RestoreForm(forms.Form):
    """Who restores a region types its short name: nobody does it by a wrong click."""

    confirm = forms.CharField(
        label=_("Short name of the region"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._slug = slug
        self.fields["confirm"].help_text = _("Write “%(slug)s”, so that no other region is meant.") % {"slug": slug}

    def clean_confirm(self) -> str:
        """Take only the region's own short name."""
        typed = str(self.cleaned_data["confirm"]).strip().lower()
        if typed != self._slug:
            raise forms.ValidationError(_("Write “%(slug)s” here, as it stands above.") % {"slug": self._slug})
        return typed


class CopyForm(forms.Form):
    """What a copy of a backup is called."""

    slug = forms.CharField(
        label=_("Short name"),
        max_length=60,
        help_text=_("The copy's address begins with it."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Write the short name.")},
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=agencies.NAME_LIMIT,
        help_text=_("So that nobody takes the copy for the portal."),
        error_messages={"required": _("Write the name.")},
    )

    def identity(self) -> Identity:
        """Return what was asked for."""
        return Identity(**self.cleaned_data, host="")


class TimeZoneForm(forms.Form):
    """The zone by which a region's days begin and end."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=ZONES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the time zone.")},
    )


class LimitsForm(forms.Form):
    """How much a portal may use. What is left empty is the usual limit."""

    rows = forms.IntegerField(label=_("Rows"), **LIMIT)
    storage = forms.IntegerField(label=_("Files, in MB"), **LIMIT)
    mails = forms.IntegerField(label=_("Mails a day"), **LIMIT)
    jobs = forms.IntegerField(label=_("Jobs a day"), **LIMIT)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The region's administrators read it in their history. Write no personal data."),
        error_messages={"required": _("Write the reason: it stands in both histories.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Quota.Kind.values:
            said = _("Leave empty for the usual limit: %(limit)s.") % {"limit": number_format(limits.usual(kind))}
            self.fields[kind].help_text = said

    def limits(self) -> limits.Limits:
        """Return what was asked for."""
        return {kind: self.cleaned_data[kind] for kind in Quota.Kind.values}


def _number(least: int, most: int, label: Any, help_text: Any = "") -> forms.IntegerField:
    """Return a field for a whole number that says which it wants, whatever is wrong."""
    wrong = format_lazy(_("Write a whole number from {least} to {most}."), least=least, most=most)
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=most, error_messages=errors)


class BackupRuleForm(forms.Form):
    """At which hour a portal is backed up each day, and how many days, weeks and months keep their last backup."""

    hour = _number(
        0, 23, _("Hour of the backup"), _("In the region's own time zone. Choose one at which few people work.")
    )
    daily = _number(1, 60, _("Days that are kept"), _("The last backup of each of so many days stays."))
    weekly = _number(0, 60, _("Weeks that are kept"), _("A week is from Monday to Sunday. 0 keeps none for a week."))
    monthly = _number(0, 120, _("Months that are kept"), _("0 keeps none for a month."))


class FilterForm(forms.Form):
    """What the list of regions is narrowed to. Its address selects the same again."""

    q = forms.CharField(label=_("Search a region or a code"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Every state")), *Tenant.State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("Every kind")), *Tenant.Kind.choices])
    province = forms.ChoiceField(label=_("Province"), required=False)
    module = forms.ChoiceField(label=_("Module"), required=False)
    has = forms.ChoiceField(label=_("The module is"), required=False, choices=HAS)
    behind = forms.BooleanField(label=_("Only of an older release"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modules = [(module.name, str(module.title)) for module in registry.modules()]
        self._offer("module", _("Any module"), modules)
        self._offer("province", _("Every province"), regions.provinces().values_list("code", "name"))

    def _offer(self, name: str, nothing: Any, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    @property
    def more(self) -> list[forms.BoundField]:
        """Return the fields that are asked for only when they are wanted."""
        return [self[name] for name in ("kind", "province", "module", "has", "behind")]

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything is asked for."""
        return self.is_narrowed_more or any(self[name].value() for name in ("q", "state"))

    @property
    def is_narrowed_more(self) -> bool:
        """Say whether one of those is asked for."""
        return any(field.value() for field in self.more if field.name != "has")

    def wanted(self) -> Wanted | None:
        """Return what is asked for; None where the address asks for what there is not."""
        return Wanted(**self.cleaned_data) if self.is_valid() else None


class AccessForm(forms.Form):
    """What an operator needs in a region's console, why, and for how long."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        help_text=_("The region's administrators read this, and decide by it. Name the ticket or the call."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why you need it: the region decides by it.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What for"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    may_change = forms.ChoiceField(
        label=_("May do"),
        choices=[("look", _("Look only")), ("change", _("Look and change"))],
        widget=forms.RadioSelect,
        initial="look",
    )
    hours = forms.IntegerField(
        label=_("How many hours"),
        min_value=LEAST_HOURS,
        max_value=MOST_HOURS,
        initial=24,
        help_text=_("3 to 168, counted from the region's answer. Take no more than you need."),
    )

    def __init__(self, *args: Any, modules: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = scopes.choices(frozenset(modules))  # type: ignore[attr-defined]  # it has some

    def clean_may_change(self) -> bool:
        return bool(self.cleaned_data["may_change"] == "change")
