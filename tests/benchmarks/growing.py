"""Bring our database to so many tenants, the last few one after the other, and print how long those took, as JSON.

`python -m tests.benchmarks.growing TENANTS`: those are whole runs, with all modules and sample content; the others have
tables and baseline, by the same steps. 0 drops the database, which is the one that `sites.ours` and `visiting` know.
"""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

os.environ["PYTEST_XDIST_WORKER"] = "bench_ours"
from tests import environment  # sets the addresses of a database of its own
from tests.benchmarks.ours import KINDS, keep_spares

if TYPE_CHECKING:
    from provisioning.models import Run

MEASURED = 4
PROCESSES = 4  # half of the time they wait for the disk


def main(size: int) -> None:
    """Print `{"create": […], "ready": […], "spare": […]}`.

    Roles, schema and tables from nothing; from the order to the end of the run; the first once more of spares.
    """
    import django

    django.setup()
    from django.db import connections

    from config.local.postgres import ensure_database
    from tenants.isolation.current import Place, enter

    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    with enter(Place.PLATFORM):
        there = _prepare()
        connections.close_all()
        # One more before those that are measured: the first in a process loads what it needs.
        first = size - 2 * MEASURED
        _fill(range(there, first - 1))
        figures = [_provision(number) for number in range(first - 1, first + MEASURED)][1:]
        keep_spares(MEASURED)
        spare = [_provision(number)[0] for number in range(first + MEASURED, size)]
    create, ready = zip(*figures, strict=True)
    print(json.dumps({"create": create, "ready": ready, "spare": spare}))


def _prepare() -> int:
    """Make the platform ready where it is not; return how many tenants it has."""
    from kernel.regions import actions as regions
    from provisioning import migrating, structure
    from tenants.registry.models import Tenant

    if migrating.migrate(migrating.shared_labels()):
        regions.load()
    structure.ensure()
    return Tenant.objects.count()


def _fill(numbers: range) -> None:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork")) as pool:
        list(pool.map(_make, numbers, chunksize=4))


def _make(number: int) -> None:
    """Do the steps of an order, and nothing that has to do with runs."""
    from provisioning.models import Run
    from provisioning.step import make
    from tenants.isolation.current import Place, enter
    from tenants.registry.models import Tenant

    with enter(Place.PLATFORM):
        run = _order(number, with_sample=False)
        for row in run.steps.exclude(kind__in=("Probe", "MarkReady")):
            make(row.kind, row.args).do(run.tenant)
        Tenant.objects.filter(pk=run.tenant.pk).update(state=Tenant.State.LIVE)
        Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)


def _provision(number: int) -> tuple[float, float]:
    """Carry out an order and open its portal; return the two times in seconds."""
    from kernel.accounts.actor import PLATFORM
    from provisioning import actions, runner

    run = runner.execute(_order(number, with_sample=True).key)
    assert run.state == run.State.DONE
    assert run.finished_at
    runner.execute(actions.go_live(run.tenant, by=PLATFORM).key)
    create = sum(step.seconds or 0 for step in run.steps.filter(kind__in=KINDS))
    return create, (run.finished_at - run.created_at).total_seconds()


def _order(number: int, *, with_sample: bool) -> "Run":
    from kernel.accounts.actor import PLATFORM
    from kernel.modules import registry
    from provisioning import actions
    from provisioning.agencies import Agency
    from provisioning.orders import Order

    agency = Agency(name=f"Instansi {number}", time_zone="WIB")
    modules = tuple(module.name for module in registry.modules())
    return actions.order(Order(agency=agency, modules=modules, with_sample=with_sample), by=PLATFORM)


if __name__ == "__main__":
    if int(sys.argv[1]):
        main(int(sys.argv[1]))
    else:
        environment.drop_database(environment.DATABASE)
