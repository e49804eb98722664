"""Which functions are jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Function = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Task:
    """A registered function, and how it runs.

    `every`: repeated in each running tenant, or once on the platform when `on_platform`.
    `is_atomic`: its writes and the job's end are one transaction; False for what talks to others.
    `waits`: how long it waits after each failed attempt, of which there are as many; None for seconds.
    """

    name: str
    function: Function
    every: timedelta | None = None
    on_platform: bool = False
    is_atomic: bool = True
    waits: tuple[timedelta, ...] | None = None


TASKS: dict[str, Task] = {}


def job(name: str, **how: Any) -> Callable[[Function], Function]:
    """Register a function as the job `name`, called with the payload as keywords.

    `name` begins with the module's name. It may run more than once, so it must be idempotent.
    """

    def register(function: Function) -> Function:
        TASKS[name] = Task(name, function, **how)
        return function

    return register
