"""What a new region gets from the module on trial."""

from kernel.accounts import actions
from kernel.accounts.actor import Actor
from kernel.accounts.models import Unit


def baseline(by: Actor) -> None:
    """Add a unit."""
    actions.add_unit(f"Unit {Unit.objects.count()}", by=by)  # the fault: one more each time


def sample(by: Actor) -> None:
    """Add nothing."""
