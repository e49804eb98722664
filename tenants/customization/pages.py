"""What the pages of the customization show."""

from typing import Any, NamedTuple

from django.forms.boundfield import BoundField
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from kernel.modules.manifest import Module
from kernel.text import Text
from tenants.customization import queries, theme
from tenants.customization.forms import BrandForm, SettingsForm, WordsForm
from tenants.customization.models import Value
from tenants.customization.typed import choice_label


class Setting(NamedTuple):
    """A row of the settings form: where its value comes from, and what it was before."""

    field: BoundField
    key: str
    default: str
    changed_by: str | None


def settings(module: Module, form: SettingsForm) -> dict[str, Any]:
    """Return what the settings page of a module shows."""
    by = queries.changed_by()
    rows = [
        Setting(
            form[name], name, said(form.defaults[name], field), by.get((Value.Kind.SETTING, f"{module.name}.{name}"))
        )
        for name, field in module.settings.model_fields.items()
    ]
    return {"module": module, "form": form, "rows": rows}


def said(value: Any, field: FieldInfo) -> str:
    """Return a setting's value as people read it."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or _("empty")
    return number_format(value) if isinstance(value, int) else choice_label(field, value) or _("empty")


class OwnWord(NamedTuple):
    """A word's field, and whether the region has changed it."""

    field: BoundField
    key: str
    changed_by: str | None


def words(module: Module, form: WordsForm) -> dict[str, Any]:
    """Return what the page of a module's words shows."""
    by = queries.changed_by()
    groups: list[tuple[Text, list[OwnWord]]] = [
        (
            word.label,
            [OwnWord(field, field.name, by.get((Value.Kind.WORD, f"{module.name}.{field.name}"))) for field in fields],
        )
        for word, fields in form.groups()
    ]
    return {"module": module, "form": form, "groups": groups}


def brand_values() -> dict[str, Any]:
    """Return the brand form's initial values: what the region set, and the defaults of colour and motif."""
    own = queries.branding()
    stored = queries.values()
    return {
        "name": stored.get((Value.Kind.BRAND, "name"), ""),
        "tagline": own.tagline,
        "colour": own.colour,
        "motif": own.motif,
        "address": own.address,
        "hours": own.hours,
        "phone": own.phone,
    }


class Swatch(NamedTuple):
    """A colour that follows from the region's, and the contrast of the text on it."""

    label: str
    kind: str
    light: float
    dark: float


def brand(form: BrandForm) -> dict[str, Any]:
    """Return what the page of the region's face shows: the form, and what its colour becomes."""
    colour, motif = _chosen(form)
    pairs = theme.contrasts(colour)
    return {
        "form": form,
        "colour": colour,
        "motif": motif,
        "own_name": form["name"].value(),
        "own_tagline": form["tagline"].value(),
        "weakest": theme.weakest(colour),
        "changed_by": {key: name for (kind, key), name in queries.changed_by().items() if kind == Value.Kind.BRAND},
        "swatches": [Swatch(label, kind, *pairs[pair]) for label, kind, pair in _swatches()],
    }


def _chosen(form: BrandForm) -> tuple[str, str]:
    """Return colour and motif as typed, where they can be used."""
    own = queries.branding()
    if not form.is_bound:
        return own.colour, own.motif
    given = getattr(form, "cleaned_data", {})
    return given.get("colour", own.colour), given.get("motif", own.motif)


def _swatches() -> list[tuple[str, str, str]]:
    return [
        (_("Main"), "main", "primary-content on primary"),
        (_("When pointed at"), "hover", "primary-content on primary-hover"),
        (_("Soft ground"), "tint", "link on tint"),
        (_("Link"), "link", "link on base-100"),
    ]
