"""What modules contribute to the portal, by files of a fixed name: `portal.py`, `search.py`, `console.py`, `mine.py`.

portal.py   `home(request) -> list[HomeBlock]`, `pillar_rows(pillar) -> list[Link]`, `pillar_all() -> dict[str, Link]`,
            `overview() -> Link | None`, `frequent() -> list[Link]`
history.py  `named(kind, keys) -> dict[str, Link]`: what the things in the history are called, and where they are;
            `fields(kind) -> dict[str, str]`: what their fields are called
search.py   `search(text, limit) -> list[Hit]`
mine.py     `mine(citizen, limit) -> list[Sent]`: what a citizen with an account has sent, newest first;
            `senders(number) -> list[Link]`: whose account something is in, by its number, for who may recover accounts
console.py  `badges(actor) -> dict[str, int]`: a count for a menu entry, by its URL name;
            `first_steps(actor) -> list[FirstStep]`: what a new region does first, where the actor may do it
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from kernel.accounts.actor import Actor
from kernel.modules import registry
from tenants.citizens.models import Citizen
from tenants.isolation.current import tenant


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads somewhere."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """A part of the citizen's home. `place` is "aside" (beside the question) or "body"; lower `order` first."""

    place: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found. `kind` says what it is in a word ("Berita")."""

    title: str
    url: str
    kind: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that a citizen sent, and where she follows it; `kind` is what its state looks like."""

    title: str
    url: str
    number: str
    kind: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FirstStep:
    """What a new region does once to make the portal its own; `label` is on the button that leads there.

    It is done when `is_done` is, or when there is a row in one of the querysets of `seen_in`.
    """

    title: str
    why: str
    label: str
    url: str
    order: int = 100
    is_done: bool = False
    seen_in: tuple[QuerySet[Any], ...] = ()


def _ask(file: str, function: str, *args: Any) -> Iterator[Any]:
    """Call a function of every enabled module that has it, and yield what each returns."""
    for _module, code in registry.contributions(file, tenant().modules):
        if hasattr(code, function):
            yield getattr(code, function)(*args)


def home(request: HttpRequest) -> list[HomeBlock]:
    """Return the blocks of the home, in order."""
    blocks = [block for given in _ask("portal", "home", request) for block in given]
    return sorted(blocks, key=lambda block: block.order)


def pillar_rows(pillar: str) -> list[Link]:
    """Return what stands under one pillar."""
    return [link for given in _ask("portal", "pillar_rows", pillar) for link in given]


def pillar_all() -> dict[str, Link]:
    """Return the way to all that stands under a pillar, by its letter; asked once, so that it costs one query."""
    return {letter: link for given in _ask("portal", "pillar_all") for letter, link in given.items()}


def overview() -> Link | None:
    """Return the way to the list of everything, where a module has one."""
    return next((link for link in _ask("portal", "overview") if link), None)


def frequent(limit: int = 3) -> list[Link]:
    """Return what many look for, to stand below the search."""
    return [link for given in _ask("portal", "frequent") for link in given][:limit]


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the titles of things that the history speaks of, by their keys, and where to open them."""
    return {key: link for given in _ask("history", "named", kind, keys) for key, link in given.items()}


def fields(kind: str) -> dict[str, str]:
    """Return what the fields of a kind of thing are called, by the module that it belongs to."""
    return {name: str(label) for given in _ask("history", "fields", kind) for name, label in given.items()}


def search(text: str, limit: int = 20) -> list[Hit]:
    """Return what the modules find, each module's best first."""
    return [hit for given in _ask("search", "search", text, limit) for hit in given]


def mine(citizen: Citizen, limit: int = 100) -> list[Sent]:
    """Return what a citizen with an account has sent to any module, newest first."""
    sent = [each for given in _ask("mine", "mine", citizen, limit) for each in given]
    return sorted(sent, key=lambda each: each.at, reverse=True)[:limit]


def senders(number: str) -> list[Link]:
    """Return whose account the thing of this number is in."""
    return [link for given in _ask("mine", "senders", number) for link in given]


def badges(actor: Actor) -> dict[str, int]:
    """Return the counts beside the console's menu entries."""
    counts: dict[str, int] = {}
    for given in _ask("console", "badges", actor):
        counts |= given
    return counts


def first_steps(actor: Actor) -> list[FirstStep]:
    """Return what the enabled modules ask of a new region."""
    return [step for given in _ask("console", "first_steps", actor) for step in given]
