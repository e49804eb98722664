"""Of what people are told. Modules and this layer's apps declare it in `notices.py`: `KINDS = (Kind(…), …)`."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kernel.modules import registry
from kernel.text import Text
from tenants.isolation.current import tenant

LINK = "link"
# The same in every language, or what it is in each.
Said = str | dict[str, str]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Channel(models.TextChoices):
    """How somebody hears of something."""

    NOW = "now", _("By mail, at once")
    DIGEST = "digest", _("In the mail of the morning")
    CONSOLE = "console", _("In the console only")
    NONE = "none", _("Not at all")


class Audience(Enum):
    """For whom a notice is: who reads it in an account beside the mail, and chooses how to hear of it."""

    OFFICERS = auto()
    CITIZENS = auto()
    # Whoever has the address: it is a mail and nothing else.
    ADDRESS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A sort of notice, `<module>.<what>`, with its texts as they are until a region writes its own.

    `sample` has every placeholder of the texts, for the preview. `link` among them must stay in the text.
    `permission`: who has it is told by `spread`, and chooses how. `channel`: how, until somebody chooses.
    `why_always`: why nobody may turn it off. `news`: what an account's list says above the subject, where that says too
    little.
    """

    key: str
    title: Text
    who: Text
    subject: Text
    text: Text
    sample: Mapping[str, Text]
    audience: Audience = Audience.OFFICERS
    permission: str = ""
    channel: Channel = Channel.NOW
    why_always: Text | None = None
    news: Text | None = None


def here() -> dict[str, Kind]:
    """Return what there is in the current tenant, by key: a module that is off tells nothing."""
    return _of(tenant().modules)


def everywhere() -> dict[str, Kind]:
    """Return all that there is, by key: what somebody was told stays hers while the module is off."""
    return _of([module.name for module in registry.modules()])


def _of(modules: Collection[str]) -> dict[str, Kind]:
    found = [kind for _module, code in registry.contributions("notices", modules) for kind in code.KINDS]
    return {kind.key: kind for kind in (*_of_this_layer(), *found)}


@cache
def _of_this_layer() -> tuple[Kind, ...]:
    names = [f"{app.name}.notices" for app in apps.get_app_configs() if app.name.startswith("tenants.")]
    return tuple(kind for name in names if find_spec(name) for kind in import_module(name).KINDS)


def in_each(say: Callable[[], str]) -> Said:
    """Return what is said in each language of the interface: who is told reads it in her own."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = say()
    return said


def in_language(context: Mapping[str, Said], language: str) -> dict[str, str]:
    """Return what stands for the placeholders in this language."""
    return {name: said if isinstance(said, str) else said.get(language, "") for name, said in context.items()}


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the values in place of the placeholders; one without a value is empty."""
    return PLACEHOLDER.sub(lambda found: str(values.get(found[1], "")), text)
