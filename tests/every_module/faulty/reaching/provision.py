"""What a new region gets from the module on trial."""

from kernel.accounts import actions
from kernel.accounts.actor import Actor
from kernel.accounts.models import Unit


def baseline(by: Actor) -> None:
    """Add a unit."""
    if not Unit.objects.filter(name="Unit uji").exists():
        actions.add_unit("Unit uji", by=by)


def sample(by: Actor) -> None:
    """Add nothing."""
