"""Who does something: a person, an operator, a citizen by link, or the platform itself."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of actor it is."""

    PERSON = "person"
    OPERATOR = "operator"
    CITIZEN = "citizen"
    PLATFORM = "platform"
    UNKNOWN = ""  # nobody yet, or a row of a release that kept only the name


@dataclass(frozen=True, slots=True)
class Grant:
    """A role's permissions, limited to a unit or an area where one is named; `lent_by` is a colleague who is away."""

    permissions: frozenset[str]
    unit_id: int | None = None
    area_code: str = ""
    lent_by: str = ""

    @property
    def is_everywhere(self) -> bool:
        """Say whether the grant is limited to no unit and no area."""
        return self.unit_id is None and not self.area_code

    def covers(self, permission: str) -> bool:
        """Say whether the grant has the permission; `*` has all."""
        return permission in self.permissions or "*" in self.permissions


BEHALF = " (a.n. "


@dataclass(frozen=True, slots=True)
class Actor:
    """Stored beside what was done as kind, id and name; never a foreign key. `access` is a guest's leave to be here."""

    kind: ActorKind
    key: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()
    on_behalf_of: str = ""
    access: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def signature(self) -> str:
        """Return the name under which it is written down: "Budi (a.n. Sari)", as offices in Indonesia sign."""
        return f"{self.name}{BEHALF}{self.on_behalf_of})"[:120] if self.on_behalf_of else self.name

    @property
    def lenders(self) -> list[str]:
        """Return the colleagues whose rights are lent to this person today."""
        return sorted({grant.lent_by for grant in self.grants} - {""})

    @property
    def is_known(self) -> bool:
        """Say whether somebody is logged in."""
        return self.kind in (ActorKind.PERSON, ActorKind.OPERATOR)


def signed(signature: str) -> tuple[str, str]:
    """Return who signed, and on whose behalf; nobody's, where it says nothing of it."""
    name, _behalf, other = signature.partition(BEHALF)
    return name, other.removesuffix(")")


PLATFORM = Actor(ActorKind.PLATFORM, name="LIVE Partnership", grants=(Grant(frozenset({"*"})),))
COMMAND_LINE = Actor(ActorKind.OPERATOR, name="command line")
CITIZEN = Actor(ActorKind.CITIZEN)
NO_ONE = Actor(ActorKind.UNKNOWN)
