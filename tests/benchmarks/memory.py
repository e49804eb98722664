"""What one connection holds after it has seen every region of Indonesia, and how long that takes.

Stock django-tenants is measured with 100 tenants and scaled to 546 by a straight line. Ours is measured with other
limits too: how much Postgres may hold for a connection before it is replaced decides between memory and time.
"""

from tests.benchmarks.processes import result, run
from tests.benchmarks.rows import Row

GOVERNMENTS = 546
OF_STOCK = (10, 100)
LIMITS = (25, 50, 100, 100_000)
CHOSEN = 50
MEGABYTES_AT_MOST = 64


def measure() -> list[Row]:
    """Return megabytes and seconds for each limit."""
    run("tests.benchmarks.sites.stock", str(OF_STOCK[1]))
    run("tests.benchmarks.sites.ours", str(GOVERNMENTS))
    stock = _scaled(*(result("tests.benchmarks.visiting", "stock", str(count)) for count in OF_STOCK))
    rows = []
    for limit in LIMITS:
        ours = result("tests.benchmarks.visiting", "ours", str(GOVERNMENTS), str(limit))
        memory, seconds = ours["megabytes"], ours["seconds"]
        what = f"a connection after {GOVERNMENTS} tenants, replaced at {limit} MB"
        target = MEGABYTES_AT_MOST if limit == CHOSEN else None
        rows += [
            Row(
                f"{what}: memory", stock["megabytes"], memory, "MB", stock["megabytes"] / memory, target, is_limit=True
            ),
            Row(f"{what}: time", stock["seconds"], seconds, "s", stock["seconds"] / seconds),
        ]
    return rows


def _scaled(few: dict[str, float], many: dict[str, float]) -> dict[str, float]:
    """Return what the straight line through both gives for all governments."""
    low, high = OF_STOCK
    return {name: few[name] + (many[name] - few[name]) / (high - low) * (GOVERNMENTS - low) for name in few}
