"""What a module says of itself. Plain data: a manifest imports neither Django nor models."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from kernel.text import Text

PILLARS = {
    "L": Text(id="Liveable", en="Liveable"),
    "I": Text(id="Investable", en="Investable"),
    "V": Text(id="Visitable", en="Visitable"),
    "E": Text(id="E-City", en="E-City"),
}
DIMENSIONS = ("governance", "branding", "economy", "living", "society", "environment")


class Settings(BaseModel):
    """The typed settings of a module; each field is made with `setting`."""

    model_config = ConfigDict(extra="forbid", validate_default=True)


def setting(default: Any, *, label: Text, help: Text | None = None, **limits: Any) -> Any:
    """Declare a field of a module's settings: its default, its label, and limits as pydantic knows them."""
    return Field(default, json_schema_extra={"label": label, "help": help}, **limits)  # type: ignore[dict-item]  # Text is no JSON, and no schema is sent out


@dataclass(frozen=True, slots=True)
class Permission:
    """A right, `<module>.<verb>`, and the roles that have it in a new tenant."""

    name: str
    label: Text
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of the citizen's menu ("portal") or of the region's console ("console")."""

    place: str
    label: Text
    url: str
    icon: str
    permission: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A text that a region may say in its own words: `{% word "<module>.<key>" %}`."""

    key: str
    label: Text
    default: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A module's manifest: `MODULE = Module(…)` in `app_modules/<name>/manifest.py`."""

    name: str
    title: Text
    summary: Text
    version: str
    path: str
    pillars: tuple[str, ...]
    dimension: str
    requires: tuple[str, ...] = ()
    settings: type[Settings] = Settings
    permissions: tuple[Permission, ...] = ()
    menu: tuple[Menu, ...] = ()
    words: tuple[Word, ...] = ()
