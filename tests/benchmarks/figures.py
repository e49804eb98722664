"""What a platform of some size costs: the catalogue, dumps, a connection's memory, the latency of pages."""

import http.client
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import psycopg2

from config.local import environment, processes
from config.local.children import Child, running
from config.local.workspace import BENCH
from tests.benchmarks.processes import result

DATABASE = "live_test_bench_ours"
PAGES = {"home": "/", "form": "/laporan/buat/"}
REQUESTS = 200
NEVER_REPLACED = 1_000_000
# A page that is made for this visitor, and not the one that visitors share.
OWN = {"Cookie": "messages=x"}
CATALOGUE = """
    SELECT (SELECT count(*) FROM pg_class), sum(pg_total_relation_size(oid)) / 1e6,
        pg_database_size(current_database()) / 1e6
    FROM pg_class WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'
"""


@dataclass(frozen=True, slots=True)
class Latency:
    """Of one page, asked of each tenant in turn by one visitor, in milliseconds."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Figures:
    """At one number of tenants. Seconds and megabytes."""

    tenants: int
    create: float
    spare: float
    ready: float
    migrations: float
    clone: float
    connection: float
    unbounded: float
    relations: int
    catalogue: float
    disk: float
    dump_all: float
    dump_one: float
    home: Latency
    form: Latency


def at(tenants: int) -> Figures:
    """Bring both sides to so many tenants and measure."""
    print(f"{tenants} tenants …", file=sys.stderr)
    ours = result("tests.benchmarks.growing", str(tenants))
    settings = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.stock.settings"}
    stock = result("tests.benchmarks.stock.growing", str(tenants), environment=settings)
    relations, catalogue, disk = _asked(CATALOGUE)[0]
    home, form = _latencies()
    return Figures(
        tenants=tenants,
        create=median(ours["create"]),
        spare=median(ours["spare"]),
        ready=median(ours["ready"]),
        migrations=median(stock["migrations"]),
        clone=median(stock["clone"]),
        connection=_visited(tenants),
        unbounded=_visited(tenants, NEVER_REPLACED),
        relations=relations,
        catalogue=float(catalogue),
        disk=float(disk),
        dump_all=_dumped(),
        dump_one=_dumped("--schema", _asked("SELECT schema_name FROM registry_tenant ORDER BY id LIMIT 1")[0][0]),
        home=home,
        form=form,
    )


def _visited(tenants: int, *limit: int) -> float:
    arguments = ["ours", str(tenants), *map(str, limit)]
    return float(result("tests.benchmarks.visiting", *arguments)["megabytes"])


def _asked(question: str) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(environment.database_url(BENCH, DATABASE, environment.SUPERUSER))
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall()
    finally:
        connection.close()


def _dumped(*options: str) -> float:
    address = environment.database_url(BENCH, DATABASE, environment.SUPERUSER)
    started = time.perf_counter()
    subprocess.run(["pg_dump", *options, address], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _latencies() -> tuple[Latency, Latency]:
    """Return the latency of both pages, with the web processes that the demo has."""
    port, log = processes.free_port(), Path(os.environ["LIVE_FILES"]).parent / "log/scale.log"
    address = environment.database_url(BENCH, DATABASE, f"{DATABASE}_web")
    settings = environment.for_web(BENCH, port=port) | {"LIVE_DATABASE_URL": address}
    command = [sys.executable, *processes.WEB, "--port", str(port), "--no-ws", "config.wsgi:application"]
    hosts = [host for (host,) in _asked("SELECT domain FROM registry_domain WHERE is_primary ORDER BY id")]
    with running(Child("web", command, log=log, environment=settings)) as child:
        processes.wait_until_healthy(child, port)
        for path in PAGES.values():
            _waits(hosts[:20], path, port)  # the first ones find processes that have loaded nothing
        home, form = (_waits(_in_turn(hosts), path, port) for path in PAGES.values())
    return home, form


def _in_turn(hosts: list[str]) -> list[str]:
    """Return so many of the hosts as are asked, from all ages alike."""
    return (hosts[:: max(1, len(hosts) // REQUESTS)] * REQUESTS)[:REQUESTS]


def _waits(hosts: list[str], path: str, port: int) -> Latency:
    waits = []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for host in hosts:
        started = time.perf_counter()
        connection.request("GET", path, headers={"Host": f"{host}:{port}", "Accept-Language": "id", **OWN})
        answer = connection.getresponse()
        answer.read()
        waits.append((time.perf_counter() - started) * 1_000)
        if answer.status != http.client.OK:
            raise RuntimeError(f"{host}{path} answers with status {answer.status}.")
    connection.close()
    return Latency(median(waits), quantiles(waits, n=20)[-1])
