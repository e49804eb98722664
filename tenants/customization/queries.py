"""What holds in the current tenant: the region's value, else the module's default."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from kernel.modules import registry
from kernel.modules.manifest import Settings, Word
from tenants.customization.models import Value
from tenants.files.models import StoredFile
from tenants.isolation.current import Tenancy, tenant

BRAND_PARTS = {
    "name": _("name of the portal"),
    "tagline": _("question on the home page"),
    "emblem": _("emblem"),
    "colour": _("colour"),
    "motif": _("motif"),
    "address": _("address"),
    "hours": _("office hours"),
    "phone": _("telephone"),
    "is_sample": _("mark of a sample"),
}
PORTAL_PARTS = {
    "portal.first_steps": _("list of first steps"),
    "portal.second_step": _("second step of everybody"),
    "portal.mail_name": _("sender of mails"),
    "portal.reply_to": _("address for answers to mails"),
}

Values = dict[tuple[str, str], Any]
_loaded: ContextVar[tuple[Tenancy, Values] | None] = ContextVar("customization", default=None)


def values() -> Values:
    """Return all that the region set, by kind and key. One query a request, and one a job: each enters anew.

    Texts of notices are left out: they are long, and no page but their own shows them.
    """
    known, here = _loaded.get(), tenant()
    if known is None or known[0] is not here:
        rows = Value.objects.exclude(kind=Value.Kind.NOTICE).values_list("kind", "key", "value")
        known = (here, {(kind, name): value for kind, name, value in rows})
        _loaded.set(known)
    return known[1]


def forget() -> None:
    """Read again at the next question: a request begins, or something was changed."""
    _loaded.set(None)


def settings(module: str) -> Settings:
    """Return the typed settings of a module as they hold here.

    A value that the module no longer accepts gives way to its default.
    """
    manifest = registry.get(module)
    assert manifest is not None, module
    stored = {
        name: values()[(Value.Kind.SETTING, f"{module}.{name}")]
        for name in manifest.settings.model_fields
        if (Value.Kind.SETTING, f"{module}.{name}") in values()
    }
    try:
        return manifest.settings(**stored)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return manifest.settings(**{name: value for name, value in stored.items() if name not in wrong})


def setting(key: str) -> Any:
    """Return one setting, by `<module>.<name>`."""
    module, name = key.split(".", 1)
    return getattr(settings(module), name)


def word(key: str) -> str:
    """Return a text in the region's own words, by `<module>.<key>`, in the active language."""
    language = get_language() or "id"
    own = values().get((Value.Kind.WORD, f"{key}:{language}"))
    return str(own) if own else str(_word(key).default)


def own_word(key: str, language: str) -> str:
    """Return the region's own text for a word in one language; empty where the default holds."""
    return str(values().get((Value.Kind.WORD, f"{key}:{language}"), ""))


def changed_by() -> dict[tuple[str, str], str]:
    """Return who set what differs from the defaults, by kind and key."""
    return {(kind, key): name for kind, key, name in Value.objects.values_list("kind", "key", "changed_by_name")}


def changed_names(keys: Iterable[str]) -> list[str]:
    """Return what the keys of values are called: the setting's or the word's label, else the key itself."""
    return list(dict.fromkeys(_name(key) for key in keys))


def _name(key: str) -> str:
    module, _dot, rest = key.partition(".")
    manifest = registry.get(module)
    if manifest is None:
        return str((BRAND_PARTS | PORTAL_PARTS).get(key, key))
    if rest in manifest.settings.model_fields:
        words: Any = manifest.settings.model_fields[rest].json_schema_extra
        return f"{manifest.title}: {words['label']}"
    label = next((word.label for word in manifest.words if word.key == rest.partition(":")[0]), rest)
    return f"{manifest.title}: {label}"


def _word(key: str) -> Word:
    module, name = key.split(".", 1)
    manifest = registry.get(module)
    words = manifest.words if manifest else ()
    return next(word for word in words if word.key == name)


@dataclass(frozen=True, slots=True)
class Branding:
    """The region's face: what its portal shows of it. Fields not set are empty or a default."""

    name: str
    colour: str
    motif: str
    emblem_key: str
    address: str
    hours: str
    phone: str
    is_sample: bool
    tagline: str


def emblem_picture() -> StoredFile | None:
    """Return the emblem where others can show it: a picture. A drawing (SVG) is shown by no messenger."""
    key = branding().emblem_key
    return StoredFile.objects.filter(key=key, content_type="image/png").first() if key else None


DEFAULT_COLOUR = "#1f4e8c"
DEFAULT_MOTIF = "kotak"


def branding() -> Branding:
    """Return the region's brand."""
    own = {key: value for (kind, key), value in values().items() if kind == Value.Kind.BRAND}
    return Branding(
        name=own.get("name") or tenant().name,
        colour=own.get("colour") or DEFAULT_COLOUR,
        motif=own.get("motif") or DEFAULT_MOTIF,
        emblem_key=own.get("emblem", ""),
        address=own.get("address", ""),
        hours=own.get("hours", ""),
        phone=own.get("phone", ""),
        is_sample=bool(own.get("is_sample")),
        tagline=own.get("tagline", ""),
    )
