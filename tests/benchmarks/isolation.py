"""Wrong-tenant events in every shape that is known to cause them: stock django-tenants' ways beside ours."""

import json
import os
import subprocess
import sys
from statistics import median
from typing import Any

from tests.benchmarks.rows import Row

SWITCHES = 100_000
Outcomes = dict[str, dict[str, Any]]


def measure() -> list[Row]:
    """Return the events of each shape, and how fast both sides switched and read over all of them."""
    stock, ours = _run("stock"), _run("ours")
    rows = [
        Row(
            _what(name, one),
            stock[name]["events"],
            one["events"],
            "events",
            float(one["events"]),
            0,
            is_limit=True,
        )
        for name, one in ours.items()
    ]
    speeds = [median(one["switches"] / one["seconds"] for one in side.values()) for side in (stock, ours)]
    return [*rows, Row("switches a second, 8 threads, median of the shapes", *speeds, "/s", speeds[1] / speeds[0])]


def _what(name: str, one: dict[str, Any]) -> str:
    refused = f"; ours refused {one['refused']:,}" if one["refused"] else ""
    return f"{name}: {one['switches']:,} switches{refused}"


def _run(side: str) -> Outcomes:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.switching", side, str(SWITCHES)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
        check=True,
    )
    outcomes: Outcomes = json.loads(done.stdout.strip().splitlines()[-1])
    return outcomes
