"""What a module says of itself. Plain data: a manifest imports neither Django nor models."""

from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

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


def setting(
    default: Any, *, label: Text, help: Text | None = None, choices: dict[str, Text] | None = None, **limits: Any
) -> Any:
    """Declare a field of a module's settings: its default, its label, and limits as pydantic knows them.

    A `Literal` or an `Enum` has a text for each of its values in `choices`.
    """
    words: Any = {"label": label, "help": help, "choices": choices}
    return Field(default, json_schema_extra=words, **limits)


def choices_of(annotation: Any) -> tuple[str, ...] | None:
    """Return the values of a `Literal` or an `Enum`, as texts; None for any other type."""
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(kind for kind in get_args(annotation) if kind is not NoneType)
    if get_origin(annotation) is Literal:
        return tuple(str(value) for value in get_args(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return tuple(str(one.value) for one in annotation)
    return None


@dataclass(frozen=True, slots=True)
class Permission:
    """A right, `<module>.<verb>`, and the roles that have it in a new tenant."""

    name: str
    label: Text
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """What the audit log records, `<module>.<act>`, as the history says it. Unnamed acts are called as a permission."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Menu:
    """An entry of the citizen's menu ("portal") or of the region's console ("console").

    `word` is the key of the module's word that a region may say instead of the label.
    """

    place: str
    label: Text
    url: str
    icon: str
    permission: str | None = None
    word: str | None = None


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
    acts: tuple[Act, ...] = ()
    menu: tuple[Menu, ...] = ()
    words: tuple[Word, ...] = ()
