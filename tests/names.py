"""Any text that somebody may give as a name: plain, nearly right, or made to become SQL.

`LIVE_EXAMPLES=10000 ./dev test -k test_names` tries ten thousand, and as many pages as take as long.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import hypothesis
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("LIVE_EXAMPLES", "30"))
SPLINTERS = [
    "'", '"', "\\", ";", "--", "/*", "%", "%s", "%(a)s", "$$", "\x00", "\ud800", "\u202e", "\n", " ", ".", "-", "_",
    ":80", "public", "t1", "pg_catalog", "makassar", "localhost", "73.71", "news", "../", "[::1]", "' OR 1=1",
    '"; DROP SCHEMA t1; --', "SET ROLE", "𝒎", "ß", "İ", "a" * 70,
]  # fmt: skip
names = st.text(st.characters(), max_size=80) | st.lists(st.sampled_from(SPLINTERS), max_size=6).map("".join)

fuzzed = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
fuzzed_pages = hypothesis.settings(fuzzed, max_examples=max(10, EXAMPLES // 50))


@contextmanager
def sql_texts() -> Iterator[set[str]]:
    """Collect the SQL texts of the block, as they are before any value is put into them."""
    texts: set[str] = set()

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        texts.add(sql)
        return execute(sql, params, many, context)

    with connections["default"].execute_wrapper(note), connections["owner"].execute_wrapper(note):
        yield texts
