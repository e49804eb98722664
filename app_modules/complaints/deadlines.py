"""What becomes of open terms when the region changes its time zone. Called in the new zone."""

from zoneinfo import ZoneInfo

from app_modules.complaints import actions
from app_modules.complaints.queries import zones
from kernel.accounts.actor import Actor
from kernel.deadlines import Moved


def moved(before: str) -> list[Moved]:
    """Return every open term, as it was in the zone before and as it is in this one."""
    return [one.moved for one in zones.recounts(zones.unclosed(), ZoneInfo(before))]


def move(before: str, by: Actor) -> None:
    """Count the open terms anew in this zone."""
    actions.change_zone(ZoneInfo(before), by=by)
