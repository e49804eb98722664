"""What a step is, and which there are."""

from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, ClassVar

from kernel.text import Text
from tenants.registry.models import Tenant


@dataclass(frozen=True, slots=True)
class Step:
    """A change to a tenant that may be asked for any number of times.

    `is_done` looks at the world (catalogue, migrations, rows), never at a log, over the default
    connection: the web shows plans and has no owner. `do` is safe after half a failure. Undoing is
    another step, and no step knows another.
    """

    title: ClassVar[Text]

    def is_done(self, tenant: Tenant) -> bool:
        """Say whether the world already is as the step would leave it."""
        raise NotImplementedError  # an abstract method: each step has its own

    def do(self, tenant: Tenant) -> None:
        """Make it so."""
        raise NotImplementedError  # an abstract method: each step has its own

    @property
    def detail(self) -> str:
        """Return what distinguishes this step from others of its kind, for people."""
        return ""

    @property
    def kind(self) -> str:
        """Return the name under which the step is recorded."""
        return type(self).__name__

    def args(self) -> dict[str, Any]:
        """Return what makes the step again, with `kind`."""
        return asdict(self)


@cache
def kinds() -> dict[str, type[Step]]:
    """Return every step by its name: each file in `steps/` holds one."""
    import provisioning.steps as folder

    for module in iter_modules(folder.__path__):
        import_module(f"{folder.__name__}.{module.name}")
    return {step.__name__: step for step in Step.__subclasses__()}


def make(kind: str, args: dict[str, Any]) -> Step:
    """Return the step that was recorded."""
    return kinds()[kind](**args)
