"""Creating one tenant: our steps against django-tenants' migrations and its clone, with the same apps."""

import json
import os
import subprocess
import sys
import time
from statistics import median

from tests.benchmarks.rows import Row

COUNT = 10


def measure() -> list[Row]:
    """Return the two ratios; the sides run one after the other on the same cluster."""
    stock = _run("tests.benchmarks.stock.run")
    ours = _run("tests.benchmarks.ours")
    assert isinstance(ours["tables"], int)
    assert abs(ours["tables"] - stock["tables"]) <= 1, "the same apps"
    ready = median(ours["seconds"])
    what = f"create a tenant of {ours['tables']} tables, against django-tenants'"
    return [
        Row(f"{what} migrations", median(stock["migrations"]), ready, "s", median(stock["migrations"]) / ready, 3),
        # The target is for 1,000 schemas, where the clone is slow; here there are ten.
        Row(f"{what} clone", median(stock["clone"]), ready, "s", median(stock["clone"]) / ready, 20),
    ]


def _run(module: str) -> dict[str, list[float]]:
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", module, str(COUNT)], capture_output=True, text=True, env=os.environ, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed after {time.monotonic() - started:.0f} s: {done.stderr[-2000:]}")
    result: dict[str, list[float]] = json.loads(done.stdout.strip().splitlines()[-1])
    return result
