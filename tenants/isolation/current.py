"""Where the running code is: nowhere, on the platform, or in one tenant.

Entering only marks the place. The database backend reads the mark and sends role and path in
front of the next query, so a switch costs no round trip and a forgotten one reaches nothing.

A mark belongs to the context of a thread or task. A generator has none of its own: suspended inside
a block it would take its caller along into the tenant, so a generator may not enter.
"""

import contextlib
import inspect
import sys
from collections.abc import Callable
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from enum import Enum
from types import CodeType, FrameType
from typing import Any, TypeVar

from kernel import signing
from tenants.isolation.errors import EnteredInGenerator, NotInTenant, PlaceMixedUp


@dataclass(frozen=True, slots=True)
class Tenancy:
    """All that entering a tenant needs, as the database's `gate.resolve` returns it."""

    id: int
    key: str
    schema: str
    role: str
    slug: str
    name: str
    kind: str
    region_code: str | None
    state: str
    time_zone: str
    domain: str
    modules: frozenset[str] = field(default_factory=frozenset)

    def has_enabled(self, module: str) -> bool:
        """Say whether the module's pages, jobs and listeners are on in this tenant."""
        return module in self.modules


class Place(Enum):
    """The two places that are no tenant."""

    NOBODY = "nobody"
    PLATFORM = "platform"


_place: ContextVar[Tenancy | Place] = ContextVar("place", default=Place.NOBODY)


# Where the running code is; as a function around it, it would cost each query three calls more.
place: Callable[[], Tenancy | Place] = _place.get


def tenant() -> Tenancy:
    """Return the tenant that the running code is in.

    Raises: NotInTenant.
    """
    here = _place.get()
    if not isinstance(here, Tenancy):
        raise NotInTenant
    return here


Function = TypeVar("Function", bound=Callable[..., Any])

# Who advances a generator once to enter and once to leave: then whoever uses the block is looked at instead.
HOLDERS: set[CodeType] = set()
GENERATOR = inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


class Block(contextlib.ContextDecorator):
    """A stay in a place, as a `with` block or around each call of a function."""

    _before: tuple[Token[Tenancy | Place], Token[str | None]] | None = None

    def __init__(self, where: Tenancy | Place) -> None:
        self.where = where

    def _recreate_cm(self) -> "Block":
        return Block(self.where)

    def __enter__(self) -> None:
        _refuse_generator(sys._getframe(1))
        if self._before is not None:
            raise PlaceMixedUp
        self._before = (_place.set(self.where), signing.enter(_scope(self.where)))

    def __exit__(self, *error: object) -> None:
        assert self._before is not None
        place_, scope = self._before
        self._before, found = None, _place.get()
        signing.leave(scope)
        _place.reset(place_)
        if found is not self.where:
            _place.set(Place.NOBODY)
            signing.leave()
            raise PlaceMixedUp

    def __call__(self, function: Function) -> Function:
        """Run each call of the function in the place.

        Raises: EnteredInGenerator where the function's body would only run after the block.
        """
        if inspect.iscoroutinefunction(function) or function.__code__.co_flags & GENERATOR:
            raise EnteredInGenerator(function.__qualname__)
        return super().__call__(function)


def enter(where: Tenancy | Place) -> Block:
    """Be in a tenant, on the platform or nowhere until the block ends.

    Time zone, addresses and signing scope are the place's (`tenants.isolation.following`). The language is the
    request's own.

    Raises: EnteredInGenerator where it begins, PlaceMixedUp where it ends.
    """
    return Block(where)


def _scope(where: Tenancy | Place) -> str | None:
    if isinstance(where, Tenancy):
        return where.key
    return "platform" if where is Place.PLATFORM else None


def _refuse_generator(frame: FrameType | None) -> None:
    """Look at the function that will hold the block, past the context managers that only pass it on."""
    while frame is not None:
        caller = frame.f_back
        if frame.f_code.co_flags & GENERATOR:
            if caller is None or not _holds(caller.f_code):
                raise EnteredInGenerator(frame.f_code.co_qualname)
            frame = caller.f_back
        elif _passes_on(frame.f_code):
            frame = caller
        else:
            return


def _holds(code: CodeType) -> bool:
    return code in HOLDERS or _passes_on(code)


def _passes_on(code: CodeType) -> bool:
    if code.co_filename == contextlib.__file__:
        return code.co_name != "inner"  # a decorated function: its block ends before it returns
    return code.co_name in {"__enter__", "__aenter__"}


def label(where: Tenancy | Place) -> str:
    """Return what logs and metrics call the place: a tenant's slug, "platform" or "nobody"."""
    return where.slug if isinstance(where, Tenancy) else where.value
