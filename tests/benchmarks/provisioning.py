"""Creating one tenant: our steps against django-tenants' migrations and its clone, with the same apps."""

from statistics import median

from tests.benchmarks.processes import result
from tests.benchmarks.rows import Row

COUNT = 10


def measure() -> list[Row]:
    """Return the two ratios; the sides run one after the other on the same cluster."""
    stock = result("tests.benchmarks.stock.run", str(COUNT))
    ours = result("tests.benchmarks.ours", str(COUNT))
    assert isinstance(ours["tables"], int)
    assert abs(ours["tables"] - stock["tables"]) <= 1, "the same apps"
    ready = median(ours["seconds"])
    what = f"create a tenant of {ours['tables']} tables, against django-tenants'"
    return [
        Row(f"{what} migrations", median(stock["migrations"]), ready, "s", median(stock["migrations"]) / ready, 3),
        # The target is for 1,000 schemas, where the clone is slow; here there are ten.
        Row(f"{what} clone", median(stock["clone"]), ready, "s", median(stock["clone"]) / ready, 20),
    ]
