"""What a citizen's page weighs, and what a rush of citizens asks of the database.

The demo's own processes. A page that is made for each visitor is what a visitor with a message waiting gets.
"""

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2

from config.local import environment, installation, processes
from config.local.workspace import BENCH
from tests.benchmarks.processes import result
from tests.benchmarks.rows import Row

HOST = "makassar.localhost"
SECONDS = 10
# The median of the web's pages on phones, HTTP Archive.
MEDIAN_KB = 2_559
KB_AT_MOST, SCRIPT_KB_AT_MOST = 150, 25
OWN = ("-H", "Cookie: messages=x")
ASKED = """
    SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) FROM pg_stat_user_tables
    WHERE relname = 'customization_value' AND schemaname = (
        SELECT t.schema_name FROM registry_tenant t JOIN registry_domain d ON d.tenant_id = t.id WHERE d.domain = %s)
"""


def measure() -> list[Row]:
    """Return the home's throughput and questions under load, then each page's weight."""
    with _demo() as port:
        return [*_rush(port), *_weights(port)]


@contextmanager
def _demo() -> Iterator[int]:
    port = processes.free_port()
    web, owner = environment.for_web(BENCH, port=port), environment.for_owner(BENCH, port=port)
    _manage(owner, "set_up_database")
    with processes.pair(web, owner, logs=BENCH.logs, port=port):
        _manage(owner, "demo")
        yield port


def _manage(settings: dict[str, str], *arguments: str) -> None:
    subprocess.run(installation.manage(*arguments), env=settings, check=True, stdout=subprocess.DEVNULL)


def _rush(port: int) -> list[Row]:
    single, _asked = _load(port, *OWN)
    shared, asked = _load(port)
    per_second = asked / SECONDS
    return [
        Row("home under load", single, shared, "requests/s", shared / single),
        # Every home that is made asks the region's own values once.
        Row("home made anew under load", single, per_second, "a second", single / per_second, 1.1, is_limit=True),
    ]


def _load(port: int, *headers: str) -> tuple[float, int]:
    """Return requests a second, and how often the home was made."""
    before = _asked()
    command = [
        "wrk",
        "-t1",
        "-c8",
        f"-d{SECONDS}s",
        "-H",
        f"Host: {HOST}:{port}",
        *headers,
        f"http://127.0.0.1:{port}/",
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([0-9.]+)", printed)
    assert found, printed
    if "Non-2xx" in printed:
        raise RuntimeError(f"Not every request was served: {printed}")
    return float(found[1]), _asked() - before


def _asked() -> int:
    time.sleep(12)  # an idle connection tells what it did ten seconds later
    connection = psycopg2.connect(environment.database_url(BENCH, environment.DATABASE, environment.SUPERUSER))
    try:
        with connection.cursor() as cursor:
            cursor.execute(ASKED, [HOST])
            return int(cursor.fetchone()[0])
    finally:
        connection.close()


def _weights(port: int) -> Iterator[Row]:
    for page, weight in result("tests.benchmarks.weighing", f"http://{HOST}:{port}").items():
        all_kb, script_kb = weight["all"] / 1000, weight["script"] / 1000
        yield Row(f"{page}, cold, all", MEDIAN_KB, all_kb, "kB", MEDIAN_KB / all_kb, KB_AT_MOST, is_limit=True)
        yield Row(f"{page}, cold, scripts", 0, script_kb, "kB", 0, SCRIPT_KB_AT_MOST, is_limit=True)
