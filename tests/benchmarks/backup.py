"""Back up and restore one tenant of 30 tables, 100,000 rows and 1,000 files, against pg_dump, pg_restore and tar.

The baseline neither checks what it wrote, nor seals it, nor leaves anybody what was there while it restores.
"""

from tests.benchmarks.processes import result
from tests.benchmarks.rows import Row

SECONDS_AT_MOST = 10


def measure() -> list[Row]:
    """Return seconds of each, medians of three."""
    found = result("tests.benchmarks.backing_up")
    what = f"{found['tables']} tables, {found['rows']:,} rows, {found['files']:,} files"
    rows = []
    for verb, base, ours in (
        ("back up", "dump", "back_up"),
        ("restore in place", "load", "restore"),
        ("try a backup out", "load", "try_out"),
    ):
        seconds, baseline = found[ours], found[base]
        rows.append(Row(f"{verb}: {what}", baseline, seconds, "s", baseline / seconds, SECONDS_AT_MOST, is_limit=True))
    return rows
