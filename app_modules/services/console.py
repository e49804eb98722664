"""What the region's console shows of the module."""

from app_modules.services import queries
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may


def badges(actor: Actor) -> dict[str, int]:
    """Return how many links do not work, beside the menu's entry."""
    if not may(actor, "services.write"):
        return {}
    count = queries.editable(actor).filter(queries.BROKEN).count()
    return {"services_console:index": count} if count else {}
