"""Create tenants by our own steps, and print how long each took, as JSON.

`python -m tests.benchmarks.ours COUNT TOGETHER`, with `DJANGO_SETTINGS_MODULE`
"""

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

os.environ["PYTEST_XDIST_WORKER"] = "bench"
from tests import environment  # sets the addresses of a database of its own

if TYPE_CHECKING:
    from provisioning.models import Run

KINDS = {"CreateRole", "CreateSchema", "ApplyStructure", "InstallModule"}
THREADS = 4  # as a worker has


def main(count: int, together: int) -> None:
    """Print `{"nothing": […], "spares": […], "together": {"nothing": seconds, "spares": seconds}, "tables": n}`.

    Roles, schema, tables of all parts, modules' rows: each alone and many at once, from nothing and of spares.
    """
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


def _measure(count: int, together_count: int) -> dict[str, object]:
    from django.db import connections

    codes = _codes()
    _timed(_ordered(codes, 1))  # the first one in a process loads what it needs
    nothing = [_timed([run]) for run in _ordered(codes, count)]
    together = {"nothing": _timed(_ordered(codes, together_count))}
    keep_spares(count + together_count)
    runs = _ordered(codes, count)
    spares = [_timed([run]) for run in runs]
    together["spares"] = _timed(_ordered(codes, together_count))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [runs[0].tenant.schema_name])
        tables = cursor.fetchone()[0]
    return {"nothing": nothing, "spares": spares, "together": together, "tables": tables}


def keep_spares(count: int) -> None:
    """Make so many spares, and no more of them from then on."""
    from django.conf import settings

    from provisioning import spares

    settings.SPARES = count
    spares.keep()
    settings.SPARES = 0


def _codes() -> Iterator[str]:
    """Yield the codes of regions, in a platform that is ready for them."""
    from kernel.regions import actions as regions
    from kernel.regions.queries import governments
    from provisioning import migrating, structure

    migrating.migrate(migrating.shared_labels())
    regions.load()
    structure.ensure()
    yield from [region.code for region in governments() if region.autonomous]


def _ordered(codes: Iterator[str], count: int) -> "list[Run]":
    """Return runs for the next regions."""
    from kernel.accounts.actor import PLATFORM
    from kernel.modules import registry
    from provisioning import actions
    from provisioning.orders import Order

    modules = tuple(module.name for module in registry.modules())
    return [actions.order(Order(code=code, modules=modules), by=PLATFORM) for code in islice(codes, count)]


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
