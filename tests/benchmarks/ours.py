"""Create tenants by our own steps, and print how long each took, as JSON.

`python -m tests.benchmarks.ours COUNT TOGETHER`, with `DJANGO_SETTINGS_MODULE`
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

os.environ["PYTEST_XDIST_WORKER"] = "bench"
from tests import environment  # sets the addresses of a database of its own

if TYPE_CHECKING:
    from provisioning.models import Run

KINDS = {"CreateRole", "CreateSchema", "ApplyStructure", "InstallModule"}
THREADS = 4  # as a worker has


def main(count: int, together: int) -> None:
    """Print `{"seconds": […], "together": seconds, "tables": n}`: role, schema, tables of all parts, modules' rows."""
    import django

    django.setup()
    from tests.environment import drop_database

    drop_database(environment.DATABASE)
    from config.local.postgres import ensure_database

    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    from django.db import connections

    from tenants.isolation.current import Place, enter

    with enter(Place.PLATFORM):
        print(json.dumps(_measure(count, together)))
    connections.close_all()
    drop_database(environment.DATABASE)


def _measure(count: int, together: int) -> dict[str, object]:
    from django.db import connections

    runs = _ordered(count + together + 1)
    seconds = [_timed([run]) for run in runs[: count + 1]][1:]
    all_at_once = _timed(runs[count + 1 :])
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [runs[0].tenant.schema_name])
        return {"seconds": seconds, "together": all_at_once, "tables": cursor.fetchone()[0]}


def _ordered(count: int) -> "list[Run]":
    """Return runs for so many regions, in a platform that is ready for them."""
    from kernel.accounts.actor import PLATFORM
    from kernel.modules import registry
    from kernel.regions import actions as regions
    from kernel.regions.queries import governments
    from provisioning import actions, migrating, structure
    from provisioning.orders import Order

    migrating.migrate(migrating.shared_labels())
    regions.load()
    structure.ensure()
    modules = tuple(module.name for module in registry.modules())
    codes = [region.code for region in governments() if region.autonomous][:count]
    return [actions.order(Order(code=code, modules=modules), by=PLATFORM) for code in codes]


def _timed(runs: "Sequence[Run]") -> float:
    started = time.perf_counter()
    if len(runs) == 1:
        _create(runs[0])
    else:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(_create_in_thread, runs))
    return time.perf_counter() - started


def _create_in_thread(run: "Run") -> None:
    from django.db import connections

    from tenants.isolation.current import Place, enter

    with enter(Place.PLATFORM):
        _create(run)
        connections.close_all()


def _create(run: "Run") -> None:
    from provisioning.step import make

    for row in run.steps.filter(kind__in=KINDS):
        step = make(row.kind, row.args)
        if not step.is_done(run.tenant):
            step.do(run.tenant)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
