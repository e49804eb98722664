"""Signed values that are good in one tenant only.

A value signed in one scope (a tenant's key, or "platform") is refused in every other. Each
sort of value is a `Kind`, declared once; the list of kinds is what the replay tests go through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from kernel.errors import DomainError

_scope: ContextVar[str | None] = ContextVar("signing_scope", default=None)

KINDS: dict[str, "Kind"] = {}


class BadToken(DomainError):
    """The value was altered, has expired, or belongs to another tenant."""

    code = "bad-token"
    status = 404

    def __init__(self) -> None:
        super().__init__(_("This link is no longer valid. Ask for a new one."))


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of signed value: its name, and how long one is good (None: for ever)."""

    name: str
    max_age: timedelta | None = None

    def __post_init__(self) -> None:
        KINDS[self.name] = self

    def sign(self, value: Any) -> str:
        """Return the value as a URL-safe token of the current scope."""
        return signing.dumps(value, salt=self._salt())

    def read(self, token: str) -> Any:
        """Return the value of a token made by `sign` in the same scope.

        Raises: BadToken.
        """
        try:
            return signing.loads(token, salt=self._salt(), max_age=self.max_age)
        except signing.BadSignature as error:
            raise BadToken from error

    def _salt(self) -> str:
        return f"{current_scope()}:{self.name}"


def current_scope() -> str:
    """Return the scope that values are signed for.

    Raises: RuntimeError outside every scope, since such a value would be good everywhere.
    """
    scope_ = _scope.get()
    if scope_ is None:
        raise RuntimeError("Values can only be signed inside a tenant or on the platform.")
    return scope_


@contextmanager
def scope(name: str | None) -> Iterator[None]:
    """Sign and read values for this scope until the block ends."""
    token = enter(name)
    try:
        yield
    finally:
        leave(token)


def enter(name: str | None) -> Token[str | None]:
    """Sign and read values for this scope until it is left with what is returned."""
    return _scope.set(name)


def leave(token: Token[str | None] | None = None) -> None:
    """Be in the scope from before; after blocks were mixed up in none: nothing is signed or read until the next one."""
    if token is None:
        _scope.set(None)
    else:
        _scope.reset(token)
