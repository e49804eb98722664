"""Order portals of the workspace's own worker, and print how long they took, as JSON.

`python -m tests.benchmarks.ordering COUNT`: so many one after the other, then so many at once; 0 drops the database.
"""

import json
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provisioning.models import Run

PATIENCE = 300.0


def main(count: int) -> None:
    """Print `{"seconds": […], "together": seconds}`, from the order to the end of the run."""
    from config.local.environment import DATABASE

    if not count:
        from tests.environment import drop_database

        drop_database(DATABASE)
        return
    import django

    django.setup()
    from kernel.regions.queries import governments
    from tenants.isolation.current import Place, enter

    with enter(Place.PLATFORM):
        codes = [region.code for region in governments() if region.autonomous]
        _timed(codes[:1])  # the worker's first run loads what it needs
        alone = [_timed([code]) for code in codes[1 : count + 1]]
        together = _timed(codes[count + 1 : 2 * count + 1])
    print(json.dumps({"seconds": alone, "together": together}))


def _timed(codes: list[str]) -> float:
    from kernel.accounts.actor import PLATFORM
    from kernel.modules import registry
    from provisioning import actions
    from provisioning.orders import Order

    modules = tuple(module.name for module in registry.modules())
    started = time.perf_counter()
    runs = [
        actions.order(
            Order(code=code, modules=modules, with_sample=True, administrator_email="a@example.org"), by=PLATFORM
        )
        for code in codes
    ]
    _wait(runs)
    return time.perf_counter() - started


def _wait(runs: "list[Run]") -> None:
    from provisioning.models import Run

    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        states = set(Run.objects.filter(pk__in=[run.pk for run in runs]).values_list("state", flat=True))
        if states == {Run.State.DONE}:
            return
        assert Run.State.FAILED not in states, "the worker's log says why"
        time.sleep(0.02)
    raise RuntimeError("The runs did not end.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
