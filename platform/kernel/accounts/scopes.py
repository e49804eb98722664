"""Where a role holds."""

from dataclasses import dataclass

from kernel.accounts.models import Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """One unit, one area (its code covers what begins with it), both at once, or everywhere."""

    unit: Unit | None = None
    area_code: str = ""


EVERYWHERE = Scope()
