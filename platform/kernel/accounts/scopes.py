"""Where a role holds."""

from dataclasses import dataclass

from kernel.accounts.models import Role, Unit


@dataclass(frozen=True, slots=True)
class Scope:
    """One unit, one area (its code covers what begins with it), both at once, or everywhere."""

    unit: Unit | None = None
    area_code: str = ""


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Offer:
    """A role that somebody is invited to, and where it holds."""

    role: Role
    scope: Scope = EVERYWHERE
