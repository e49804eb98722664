"""What people may do and where, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kernel.accounts.models import Assignment, Invitation, InvitedRole
from tenants.areas import queries as areas

Held = Assignment | Invitation | InvitedRole


@dataclass(frozen=True, slots=True)
class Right:
    """A role that somebody has or is offered, and where it holds."""

    held: Held
    where: str

    def __str__(self) -> str:
        return f"{self.held.role} · {self.where}"


def rights(held: Iterable[Held]) -> list[Right]:
    """Return what these are called. One query where some hold in an area, none otherwise."""
    found = list(held)
    names = areas.names({one.area_code for one in found} - {""})
    return [Right(one, _where(one, names)) for one in found]


def _where(held: Held, names: dict[str, str]) -> str:
    area = names.get(held.area_code, held.area_code)
    return ", ".join(filter(None, (held.unit.name if held.unit else "", area))) or _("the whole region")


def token(held: Held) -> str:
    """Return what tells one role of a person from her others; nothing that is known of the database."""
    return f"{held.role.key}:{held.unit.key if held.unit else ''}:{held.area_code}"
