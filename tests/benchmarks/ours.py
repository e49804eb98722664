"""Create tenants by our own steps, and print how long each took, as JSON."""

import json
import os
import sys
import time

os.environ["PYTEST_XDIST_WORKER"] = "bench"
from tests import environment  # sets the addresses of a database of its own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main(count: int) -> None:
    """Print `{"seconds": […], "tables": n}`: role, schema, structure of all parts, modules installed."""
    import django

    django.setup()
    from tests.environment import drop_database

    drop_database(environment.DATABASE)
    from config.local.postgres import ensure_database

    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    from django.db import connections

    from tenants.isolation.current import Place, enter

    with enter(Place.PLATFORM):
        print(json.dumps(_measure(count)))
    connections.close_all()
    drop_database(environment.DATABASE)


def _measure(count: int) -> dict[str, object]:
    from django.db import connections

    from kernel.accounts.actor import PLATFORM
    from kernel.regions import actions as regions
    from provisioning import actions, migrating, structure
    from provisioning.orders import Order

    migrating.migrate(migrating.shared_labels())
    regions.load()
    from kernel.modules import registry
    from kernel.regions.queries import governments

    names = tuple(module.name for module in registry.modules())
    for part in (structure.CORE, *names):
        structure.script(part)
    codes = [region.code for region in governments() if region.autonomous][: count + 1]
    runs = [actions.order(Order(code=code, modules=names), by=PLATFORM) for code in codes]
    seconds = [_timed(run) for run in runs][1:]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [runs[0].tenant.schema_name])
        return {"seconds": seconds, "tables": cursor.fetchone()[0]}


def _timed(run: object) -> float:
    from provisioning.step import make

    kinds = {"CreateRole", "CreateSchema", "ApplyStructure", "InstallModule"}
    rows = [row for row in run.steps.all() if row.kind in kinds]  # type: ignore[attr-defined]
    started = time.perf_counter()
    for row in rows:
        step = make(row.kind, row.args)
        if not step.is_done(run.tenant):  # type: ignore[attr-defined]
            step.do(run.tenant)  # type: ignore[attr-defined]
    return time.perf_counter() - started


if __name__ == "__main__":
    main(int(sys.argv[1]))
