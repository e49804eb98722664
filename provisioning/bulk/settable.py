"""What can be set in many portals at once: every module's declared settings, and some of the portal's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pydantic import ValidationError as NotAccepted

from kernel.modules import registry
from kernel.modules.manifest import Module
from kernel.ui.motifs import MOTIFS
from tenants.customization import pages, queries
from tenants.customization.forms import BrandForm
from tenants.customization.models import Value
from tenants.customization.typed import form_field

PORTAL = "portal"
# What several portals may have in common; a name, an emblem or an address is one region's own.
DEFAULTS = {"tagline": "", "hours": "", "colour": queries.DEFAULT_COLOUR, "motif": queries.DEFAULT_MOTIF}


@dataclass(frozen=True, slots=True)
class Settable:
    """One of them: where its value is stored, its default, its field, and how a value is read and said.

    `module` is empty for what is the portal's own.
    """

    key: str
    module: str
    label: Any
    kind: Value.Kind
    stored_as: str
    default: Any
    field: Callable[[], forms.Field]
    accept: Callable[[Any], Any]
    _say: Callable[[Any], str]

    def say(self, stored: Any) -> str:
        """Return a stored value as people read it; None is the default."""
        return self._say(self.default if stored is None else stored)

    def store(self, value: Any) -> Any:
        """Return what is stored for a value: None for the default.

        Raises: ValidationError.
        """
        accepted = self.accept(value)
        return None if accepted == self.default else accepted


def find(key: str) -> Settable | None:
    """Return what this key means, `news.articles_per_page` or `portal.motif`; None when it means nothing."""
    return next((one for one in everything() if one.key == key), None)


def everything() -> Iterator[Settable]:
    """Yield all that can be set, the modules' first."""
    for module in registry.modules():
        yield from _of_module(module)
    yield from _of_portal()


def _of_module(module: Module) -> Iterator[Settable]:
    defaults = module.settings().model_dump(mode="json")
    for name, info in module.settings.model_fields.items():
        words: Any = info.json_schema_extra
        yield Settable(
            key=f"{module.name}.{name}",
            module=module.name,
            label=words["label"],
            kind=Value.Kind.SETTING,
            stored_as=f"{module.name}.{name}",
            default=defaults[name],
            field=partial(form_field, info),
            accept=partial(_typed, module, name),
            _say=partial(pages.said, field=info),
        )


def _typed(module: Module, name: str, value: Any) -> Any:
    try:
        return module.settings(**{name: value}).model_dump(mode="json")[name]
    except NotAccepted as error:
        raise ValidationError(_("This value is not accepted here. Check the help above.")) from error


def _of_portal() -> Iterator[Settable]:
    fields = BrandForm().fields
    for name, default in DEFAULTS.items():
        yield Settable(
            key=f"{PORTAL}.{name}",
            module="",
            label=fields[name].label,
            kind=Value.Kind.BRAND,
            stored_as=name,
            default=default,
            field=partial(fields.__getitem__, name),
            accept=str.lower if name == "colour" else str,
            _say=_motif if name == "motif" else _text,
        )


def _text(value: str) -> str:
    return value or _("empty")


def _motif(value: str) -> str:
    return MOTIFS[value].label[get_language() or "id"] if value in MOTIFS else value


class ValueForm(forms.Form):
    """The value that one of them gets: the field that the region's own console has."""

    def __init__(self, settable: Settable, data: Any = None) -> None:
        super().__init__(data, initial={"value": settable.default})
        self.settable = settable
        self.fields["value"] = settable.field()
        self.fields["also_own"] = forms.BooleanField(
            label=gettext_lazy("Also where the region itself has chosen a value"),
            required=False,
            help_text=gettext_lazy("Otherwise the region's own choice stays, and the plan names it."),
        )

    def clean_value(self) -> Any:
        """Return what is stored."""
        return self.settable.store(self.cleaned_data["value"])
