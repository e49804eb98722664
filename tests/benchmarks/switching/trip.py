"""What a shape is given: where it may go, how one goes there on this side, and who counts."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from django.db import connection

OWN = "SELECT current_user, current_schema(), name FROM accounts_unit ORDER BY id LIMIT 1"


@dataclass(frozen=True, slots=True)
class Side:
    """How one product goes to its tenants.

    `expected` is what `OWN` must answer there; `remembers` says whether what the process keeps of the place is its
    own; `carry` does one job there, by the name of its body, and returns how many switches that took; `refusals` are
    the errors by which a side says no instead of answering wrongly.
    """

    places: list[Any]
    enter: Callable[[Any], AbstractContextManager[Any]]
    block: Callable[[Any], AbstractContextManager[Any]]
    decorate: Callable[[Any], Callable[[Callable[..., None]], Callable[..., None]]]
    expected: Callable[[Any], tuple[str, str, str]]
    remembers: Callable[[Any], bool]
    carry: Callable[["Trip", Any, str], int]
    refusals: tuple[type[Exception], ...] = ()


@dataclass(slots=True)
class Trip:
    """One thread's way through the tenants, and what it saw."""

    side: Side
    chance: Random
    switches: int = 0
    reads: int = 0
    events: int = 0
    refused: int = 0
    kept: dict[str, Any] = field(default_factory=dict)

    def place(self) -> Any:
        """Return any place."""
        return self.chance.choice(self.side.places)

    def enter(self, where: Any) -> AbstractContextManager[Any]:
        """Go there as this side's documentation says."""
        self.switches += 1
        return self.side.enter(where)

    def block(self, where: Any) -> AbstractContextManager[Any]:
        """Go there by the tenant's own `with` block, where the side has one."""
        self.switches += 1
        return self.side.block(where)

    def look(self, where: Any) -> None:
        """Read, as the code that believes to be there."""
        self.compare(where, read)

    def compare(self, where: Any, ask: Callable[[], tuple[str, str, str]]) -> None:
        """Count an answer that is not the place's own; a refusal is no answer."""
        self.note(lambda: ask() == self.side.expected(where))

    def note(self, is_right: Callable[[], bool]) -> None:
        """Count what a question about the present place comes to."""
        self.reads += 1
        try:
            self.events += not is_right()
        except self.side.refusals:
            self.refused += 1


def read() -> tuple[str, str, str]:
    """Return who Postgres thinks we are, where, and whose row that is."""
    with connection.cursor() as cursor:
        cursor.execute(OWN)
        answer: tuple[str, str, str] = cursor.fetchone()
    return answer
