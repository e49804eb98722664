"""What modules hold of a citizen, by files of a fixed name: `personal.py`.

`held(subject) -> Holding`: all that is kept of her, for her to read and to take away
`purposes() -> list[Purpose]`: what the module asks her consent for (it reads the answer with `consents.holds`)
`withdrawn(subject, purpose)`: stop what she no longer agrees to, within the same transaction
`forget(subject) -> int`: take away all that says who she is, and return of how many things
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.db import ProgrammingError, transaction

from kernel.accounts.actor import Actor, ActorKind
from kernel.modules import registry
from tenants.files.models import StoredFile
from tenants.isolation.current import tenant

UNDEFINED_TABLE = "42P01"


@dataclass(frozen=True, slots=True)
class Subject:
    """The person whose data it is (subjek data pribadi), by what she has confirmed; empty where she has none."""

    key: str
    name: str = ""
    email: str = ""
    phone: str = ""

    def as_actor(self) -> Actor:
        """Return her as who does something, without anything personal: the history outlives her data."""
        return Actor(ActorKind.CITIZEN, self.key)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known: `name` for machines, `label` for people. The value is plain data."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of hers, with its facts and files; `url` is where she sees it."""

    title: str
    facts: tuple[Fact, ...]
    url: str = ""
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """All that one part of the portal holds of her. `why` says what for and until when."""

    name: str
    title: str
    why: str
    things: list[Thing]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What she may agree to or not, in her words: `text` is what she reads and what is kept as agreed to."""

    name: str
    title: str
    text: str


def held(subject: Subject) -> list[Holding]:
    """Return what every module holds of her, also one that is off."""
    return [holding for holding in _ask("held", subject) if holding.things]


def forget(subject: Subject) -> int:
    """Let every module take away what says who she is; return of how many things."""
    return sum(_ask("forget", subject))


def purposes() -> dict[str, Purpose]:
    """Return what the modules that are on ask consent for, by name."""
    on = registry.contributions("personal", tenant().modules)
    asked = [purpose for _module, code in on if hasattr(code, "purposes") for purpose in code.purposes()]
    return {purpose.name: purpose for purpose in asked}


def withdrawn(subject: Subject, purpose: Purpose) -> None:
    """Let the modules stop what she no longer agrees to."""
    list(_ask("withdrawn", subject, purpose))


def _ask(function: str, *args: Any) -> Iterator[Any]:
    """Ask every module that has such a function, also one that is off: what it holds is hers all the same."""
    for _module, code in registry.contributions("personal", [module.name for module in registry.modules()]):
        if hasattr(code, function):
            yield from _answer(code, function, args)


def _answer(code: ModuleType, function: str, args: tuple[Any, ...]) -> list[Any]:
    """Return what the module answers; nothing when its tables are not here."""
    try:
        with transaction.atomic():
            return [getattr(code, function)(*args)]
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") != UNDEFINED_TABLE:
            raise
        return []
