"""What an administrator types and ticks about the region's people, units and roles."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Self

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts import queries as accounts
from kernel.accounts.delegations import Terms
from kernel.accounts.models import Person, Role, Unit
from kernel.accounts.roles import Content
from kernel.accounts.scopes import Offer, Scope
from tenants.areas.fields import AreaField
from tenants.portal import queries, roles, scopes
from tenants.portal.usual_units import NAMES


class UsualUnitsForm(forms.Form):
    """Those of the usual units that are not there yet; none is ticked for the region."""

    names = forms.MultipleChoiceField(
        label=_("Units that many regions have"),
        help_text=_("Tick what your region has. You can change the names afterwards."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("This list has changed since you opened it. Tick again.")},
    )

    def __init__(self, kind: str, data: Any = None) -> None:
        super().__init__(data)
        names = self.fields["names"]
        assert isinstance(names, forms.MultipleChoiceField)
        names.choices = [(name, name) for name in queries.without_units([] if kind == "agency" else NAMES)]

    def clean_names(self) -> list[str]:
        """Refuse an empty choice: said so here, since the page does not ask for any of them."""
        names: list[str] = self.cleaned_data["names"]
        if not names:
            raise forms.ValidationError(_("Tick at least one unit."))
        return names


class RoleForm(forms.Form):
    """What a role is called in both languages, and its rights: a field for each module, `of_<module>`."""

    title_id = forms.CharField(
        label=_("Name in Indonesian"), max_length=80, error_messages={"required": _("Write what the role is called.")}
    )
    title_en = forms.CharField(
        label=_("Name in English"),
        max_length=80,
        required=False,
        help_text=_("Empty: the same as in Indonesian."),
    )

    def __init__(self, role: Role | None, data: Any = None) -> None:
        first = {"title_id": role.title_id, "title_en": role.title_en} if role else {}
        super().__init__(data, initial=first)
        self.role_permissions = set(role.permissions) if role else set()
        self.offered: set[str] = set()
        for group in roles.groups():
            self._offer(group)

    def _offer(self, group: roles.Group) -> None:
        names = [one.name for one in group.permissions]
        self.offered.update(names)
        self.fields[f"of_{group.name}"] = forms.MultipleChoiceField(
            label=group.title,
            help_text="" if group.is_on else _("This module is off here. The rights wait until it is on."),
            choices=[(one.name, str(one.label)) for one in group.permissions],
            initial=[name for name in names if name in self.role_permissions],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    @property
    def rights(self) -> list[forms.BoundField]:
        """Return the fields to tick."""
        return [self[name] for name in self.fields if name.startswith("of_")]

    def content(self) -> Content:
        """Return what was typed; rights that this release does not know stay as they are."""
        clean = self.cleaned_data
        ticked = {name for field in self.rights for name in clean[field.name]}
        unknown = self.role_permissions - self.offered
        return Content(clean["title_id"], clean["title_en"] or clean["title_id"], ticked | unknown)


class AssignmentForm(forms.Form):
    """A role, and where it holds: everywhere, in one unit, or in one district or village."""

    role = forms.ModelChoiceField(
        Role.objects.none(), to_field_name="key", label=_("Role"), error_messages={"required": _("Choose a role.")}
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        to_field_name="key",
        label=_("Unit"),
        required=False,
        empty_label=_("All units"),
        help_text=_("With a unit chosen, the person sees only what belongs to it."),
    )
    area = AreaField(
        label=_("District or village"),
        required=False,
        help_text=_(
            "Type a part of the name. Empty: the whole region. With one, the person sees only what lies there."
        ),
    )

    def __init__(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"role": "officer", **(initial or {})})
        self._offer("role", Role.objects.order_by("title_id"))
        self._offer("unit", accounts.open_units())

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def areas(self) -> list[str]:
        """Return what the list beside the field for an area offers."""
        field = self.fields["area"]
        assert isinstance(field, AreaField)
        return field.options()

    def given(self) -> dict[str, Any]:
        """Return what is given: the role, where it holds, and what else was typed."""
        clean = dict(self.cleaned_data)
        return {"scope": Scope(clean.pop("unit"), clean.pop("area")), **clean}


class InvitationForm(AssignmentForm):
    """Who is invited, and as what: to one role, and as many more as `further` says, in fields of their own."""

    MOST_FURTHER = 4

    name = forms.CharField(
        label=_("Full name"), max_length=120, error_messages={"required": _("Write the person's name.")}
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation goes to this address. You can also send its link yourself."),
        error_messages={"required": _("Write the person's e-mail address.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        help_text=_("Her later mails come in it too, until she chooses another one."),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language.")},
    )
    further = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "email", "language", "role", "unit", "area")

    def __init__(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial)
        for number in range(_further(data or initial or {})):
            for name in ("role", "unit", "area"):
                field = self.fields[f"{name}_{number}"] = deepcopy(self.fields[name])
                field.label = _("%(label)s, role %(number)d") % {"label": field.label, "number": number + 2}
            role = self.fields[f"role_{number}"]
            assert isinstance(role, forms.ModelChoiceField)
            role.required, role.empty_label = False, _("No further role")

    @classmethod
    def sent(cls, data: Mapping[str, Any]) -> Self:
        """Return the form as it was filled in.

        Where room for a role more is asked for, nothing is judged yet, and the new one begins as the first.
        """
        if "more" not in data:
            return cls(data or None)
        typed, number = {name: data[name] for name in data}, _further(data)
        same = {f"role_{number}": data.get("role")}
        return cls(initial={**same, **typed, "further": min(number + 1, cls.MOST_FURTHER)})

    @property
    def more(self) -> list[dict[str, forms.BoundField]]:
        """Return the fields of each further role."""
        return [
            {name: self[f"{name}_{number}"] for name in ("role", "unit", "area")}
            for number in range(_further(self.data or self.initial))
        ]

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or self.cleaned_data
        seen = [tuple(clean.get(name) for name in ("role", "unit", "area"))]
        for fields in self.more:
            role, unit, area = (clean.get(field.name) for field in fields.values())
            if not role and (unit or area):
                self.add_error(fields["role"].name, _("Choose a role, or empty the unit and the district."))
            elif role and (role, unit, area) in seen:
                self.add_error(fields["role"].name, _("This role stands above already. Choose another one or place."))
            seen.append((role, unit, area))
        return clean

    def given(self) -> dict[str, Any]:
        """Return who is invited, the first role, and the further ones."""
        clean = self.cleaned_data
        offers = [Offer(*self._offered(clean, f"_{number}")) for number in range(len(self.more))]
        role, scope = self._offered(clean, "")
        who = {field: clean[field] for field in ("name", "email", "language")}
        return {**who, "role": role, "scope": scope, "further": [one for one in offers if one.role]}

    @staticmethod
    def _offered(clean: dict[str, Any], end: str) -> tuple[Any, Scope]:
        return clean[f"role{end}"], Scope(clean[f"unit{end}"], clean[f"area{end}"])


def _further(typed: Mapping[str, Any]) -> int:
    """Return for how many further roles there is room."""
    text = str(typed.get("further") or "")
    return min(int(text), InvitationForm.MOST_FURTHER) if text.isascii() and text.isdigit() else 0


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AddressForm(forms.Form):
    """The right address of a person whom no mail reaches."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Leave it as it is to try the same address again."))


class DelegationForm(forms.Form):
    """What somebody lends to whom while she is away: all of her roles at first."""

    to = forms.ModelChoiceField(
        Person.objects.none(),
        to_field_name="key",
        label=_("Who stands in for you"),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose a colleague."), "invalid_choice": _("Choose a colleague.")},
    )
    rights = forms.MultipleChoiceField(
        label=_("What you lend"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one role."), "invalid_choice": _("You no longer have this role.")},
    )
    first_day = forms.DateField(label=_("First day"), widget=_day())
    last_day = forms.DateField(label=_("Last day"), widget=_day(), help_text=_("It ends by itself after this day."))
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: leave. Your colleague and administrators read it.")
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        self.held = {scopes.token(right.held): right for right in scopes.rights(accounts.assignments_of(person))}
        super().__init__(data, initial={"rights": list(self.held), "first_day": timezone.localdate()})
        to, rights = self.fields["to"], self.fields["rights"]
        assert isinstance(to, forms.ModelChoiceField)
        assert isinstance(rights, forms.MultipleChoiceField)
        to.queryset = accounts.colleagues(person)
        rights.choices = [(token, str(right)) for token, right in self.held.items()]

    def given(self) -> dict[str, Any]:
        """Return the assignments, who gets them, and from when to when."""
        clean = self.cleaned_data
        return {
            "assignments": [self.held[token].held for token in clean["rights"]],
            "to": clean["to"],
            "terms": Terms(clean["first_day"], clean["last_day"], clean["reason"]),
        }
