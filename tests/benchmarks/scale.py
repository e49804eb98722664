"""Ten to a thousand tenants: what the next one costs, and what all of them cost together.

Both sides grow in turn, so that they are measured side by side at each size; every portal has all modules.
`.local/bench/scale.svg` is the plot in `provisioning/README.md`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import figures, plot
from tests.benchmarks.figures import Figures
from tests.benchmarks.processes import run
from tests.benchmarks.rows import Row

SIZES = (10, 100, 546, 1_000)


def measure() -> list[Row]:
    """Return the targets, then each figure at each size."""
    _clear()
    try:
        found = [figures.at(size) for size in SIZES]
    finally:
        _clear()
    (Path(os.environ["LIVE_FILES"]).parent / "scale.svg").write_text(plot.draw(found))
    return [*_targets(found[0], found[-1]), *(row for each in found for row in _rows(each))]


def _targets(few: Figures, many: Figures) -> Iterator[Row]:
    theirs = many.clone / few.clone
    for how, before, ours in (("", few.create, many.create), (" of a spare", few.spare, many.spare)):
        growth = ours / before
        what = f"create a tenant{how} beside {many.tenants}, against beside {few.tenants}; the clone likewise"
        yield Row(what, theirs, growth, "×", theirs / growth, 1.3, is_limit=True)
        what = f"create a tenant{how} beside {many.tenants}, against django-tenants' clone"
        yield Row(what, many.clone, ours, "s", many.clone / ours, 20)


def _rows(of: Figures) -> Iterator[Row]:
    at = f"{of.tenants} tenants: "
    yield Row(f"{at}create one, against migrations", of.migrations, of.create, "s", of.migrations / of.create)
    yield Row(f"{at}create one, against the clone", of.clone, of.create, "s", of.clone / of.create)
    yield Row(f"{at}create one of a spare, against the clone", of.clone, of.spare, "s", of.clone / of.spare)
    yield Row(f"{at}from order to ready", 0, of.ready, "s", 0)
    what = f"{at}a connection that visited all, against one that is never replaced"
    yield Row(what, of.unbounded, of.connection, "MB", of.unbounded / of.connection)
    yield Row(f"{at}rows of pg_class", 0, of.relations, "rows", 0)
    yield Row(f"{at}catalogue", 0, of.catalogue, "MB", 0)
    yield Row(f"{at}database on disk", 0, of.disk, "MB", 0)
    yield Row(f"{at}pg_dump of all", 0, of.dump_all, "s", 0)
    yield Row(f"{at}pg_dump of one schema", 0, of.dump_one, "s", 0)
    for page, waits in (("home", of.home), ("report form", of.form)):
        yield Row(f"{at}{page}, p50", 0, waits.p50, "ms", 0)
        yield Row(f"{at}{page}, p95", 0, waits.p95, "ms", 0)


def _clear() -> None:
    for side in ("tests.benchmarks.growing", "tests.benchmarks.stock.growing"):
        run(side, "0")
