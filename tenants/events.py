"""How modules hear of each other: an event becomes a job for each listener, in the same transaction."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import ClassVar, TypeVar

from kernel.modules import registry as modules
from tenants.isolation.current import tenant
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job

E = TypeVar("E", bound="Event")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; subclasses are frozen dataclasses of plain values."""

    name: ClassVar[str]


_listeners: dict[str, list[str]] = defaultdict(list)


def emit(event: Event) -> None:
    """Write a job for each listener whose module is on."""
    for listener in _listeners[event.name]:
        if _is_on(listener):
            enqueue(listener, **asdict(event))


def _is_on(listener: str) -> bool:
    module = listener.split(".", 1)[0]
    return modules.get(module) is None or tenant().has_enabled(module)


def listen(event: type[E], name: str) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a function that hears of the event, as the job `name` (`<module>.<verb>`)."""

    def register(function: Callable[[E], None]) -> Callable[[E], None]:
        job(name)(lambda **values: function(event(**values)))
        _listeners[event.name].append(name)
        return function

    return register
