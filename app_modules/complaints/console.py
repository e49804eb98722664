"""The count beside the queue in the console's menu."""

from app_modules.complaints.queries import cases
from kernel.accounts.actor import Actor


def badges(actor: Actor) -> dict[str, int]:
    """Return how many reports still need an answer from this officer's units."""
    return {"complaints_console:queue": cases.waiting(actor)}
