"""Creating tenants: our steps against django-tenants' migrations and its clone, with the same apps; and whole orders.

The clone's target is for a thousand schemas: `scale` measures that.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from config.local import environment, installation, processes
from config.local.postgres import ensure_database
from config.local.workspace import BENCH
from tests.benchmarks.processes import result, run
from tests.benchmarks.rows import Row
from tests.benchmarks.synthetic import app

COUNT = 10
PARTNERS = 31
SECONDS_AT_MOST = 5
# What a row says of the way, and what `ours` calls it.
WAYS = {"": "nothing", ", of a spare": "spares"}


def measure() -> list[Row]:
    """Return the ratios of creation, then how long whole orders take; the sides run one after the other."""
    return [*_today(), *_with_history(), *_orders()]


def _today() -> Iterator[Row]:
    stock, ours = _sides("tests.benchmarks.stock.settings", "config.settings", {})
    yield from _compared(f"create a tenant of {ours['tables']} tables", stock, ours, {"migrations": 3, "clone": None})
    theirs = PARTNERS * median(stock["migrations"])
    for how, of in WAYS.items():
        what = f"{PARTNERS} tenants{how or ', from nothing'}, against migrations one after the other"
        yield Row(what, theirs, ours["together"][of], "s", theirs / ours["together"][of], 10)


def _with_history() -> Iterator[Row]:
    folder = Path(os.environ["LIVE_FILES"]).parent / "synthetic"
    app.write(folder)
    package = "tests.benchmarks.synthetic"
    stock, ours = _sides(f"{package}.stock", f"{package}.ours", {"PYTHONPATH": str(folder)})
    yield from _compared(f"… of {ours['tables']} tables, 250 more migrations", stock, ours, {"migrations": 20})


def _compared(
    what: str, stock: dict[str, Any], ours: dict[str, Any], targets: Mapping[str, float | None]
) -> Iterator[Row]:
    """Yield a row for each of stock's ways, beside ours from nothing and of a spare."""
    for name, target in targets.items():
        theirs = median(stock[name])
        for how, of in WAYS.items():
            ready = median(ours[of])
            yield Row(f"{what}{how}, against django-tenants' {name}", theirs, ready, "s", theirs / ready, target)


def _sides(of_stock: str, of_ours: str, besides: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    stock = result(
        "tests.benchmarks.stock.run", str(COUNT), environment={**besides, "DJANGO_SETTINGS_MODULE": of_stock}
    )
    arguments = str(COUNT), str(PARTNERS)
    ours = result("tests.benchmarks.ours", *arguments, environment={**besides, "DJANGO_SETTINGS_MODULE": of_ours})
    assert abs(ours["tables"] - stock["tables"]) <= 1, "the same apps"
    return stock, ours


def _orders() -> Iterator[Row]:
    """Order portals with all modules and sample content of a worker, one after the other, then at once."""
    port = processes.free_port()
    web, owner = environment.for_web(BENCH, port=port), environment.for_owner(BENCH, port=port)
    run("tests.benchmarks.ordering", "0")
    ensure_database(environment.cluster_url(BENCH), environment.DATABASE)
    subprocess.run(installation.manage("set_up_database"), env=owner, check=True, stdout=subprocess.DEVNULL)
    with processes.pair(web, owner, logs=BENCH.logs, port=port):
        found = result("tests.benchmarks.ordering", str(PARTNERS), environment=owner)
    p50, p95 = median(found["seconds"]), quantiles(found["seconds"], n=20)[-1]
    what = "from the order to a portal with all modules and content, probed: "
    yield Row(what + "p50", 0, p50, "s", 0)
    yield Row(what + "p95", 0, p95, "s", 0, SECONDS_AT_MOST, is_limit=True)
    yield Row(f"{PARTNERS} such portals, ordered at once, until the last is ready", 0, found["together"], "s", 0)
