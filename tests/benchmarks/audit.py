"""Verify a chain of a million entries, tamper a thousand times with another, and look for something in the first.

The baseline is what the first release did: an object for each row.
"""

import sys

from tests.benchmarks.processes import result
from tests.benchmarks.rows import Row

# 100,000 rows a second.
MICROSECONDS_AT_MOST = 10
TAMPERINGS = 1_000
# Milliseconds that a page may wait for its lines.
LOOKING = 100


def measure() -> list[Row]:
    """Return microseconds a row, how many of the tamperings were found at the right row, and what looking takes."""
    found = result("tests.benchmarks.following", str(TAMPERINGS))
    print("\n".join(found["missed"]), file=sys.stderr)
    base, ours, named = found["baseline"], found["verify"], TAMPERINGS - len(found["missed"])
    return [
        Row(
            f"verify one of {found['rows']:,} entries ({1_000_000 / ours:,.0f} a second)",
            base, ours, "µs", base / ours, MICROSECONDS_AT_MOST, is_limit=True,
        ),
        Row("tamperings found at their row", TAMPERINGS, named, "", named / TAMPERINGS, 1),
        *(
            Row(f"look through {found['rows']:,} entries for {what}", 0, milliseconds, "ms", 0, LOOKING, is_limit=True)
            for what, milliseconds in found["looked"].items()
        ),
        Row(f"export one ({1_000_000 / found['export']:,.0f} a second)", 0, found["export"], "µs", 0),
    ]  # fmt: skip
