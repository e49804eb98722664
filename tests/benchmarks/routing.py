"""Requests alternating over 50 tenants: ours and stock django-tenants against Django with a single tenant.

The same server, workers, middleware and pages; connections stay. Each round asks all three in turn, and a
ratio is the median of the rounds'. The servers are started several times: the same code, started again, may be
5 % faster or slower until it ends.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from config.local.children import Child, running
from config.local.processes import WEB, free_port, status
from tests.benchmarks.processes import run
from tests.benchmarks.rows import Row

TENANTS = 50
STARTS = 4
ROUNDS = 3
SECONDS = 3
CONNECTIONS = 8
PAGES = {"one": 0.90, "five": 0.95}
# Requests a second, by form.
Round = dict[str, float]
FORMS = {"ours": TENANTS, "stock": TENANTS, "plain": 1}
SCRIPT = Path(__file__).with_name("hosts.lua")


def measure() -> list[Row]:
    """Return throughput per page, in requests a second."""
    for form, count in FORMS.items():
        run(f"tests.benchmarks.sites.{form}", str(count))
    rounds: dict[str, list[Round]] = {page: [] for page in PAGES}
    for _ in range(STARTS):
        with ExitStack() as stack:
            ports = {form: stack.enter_context(_server(form)) for form in FORMS}
            for page, asked in rounds.items():
                _round(page, ports)  # each connection learns of each tenant's tables once
                asked += [_round(page, ports) for _ in range(ROUNDS)]
    return [row for page, target in PAGES.items() for row in _rows(page, target, rounds[page])]


def _round(page: str, ports: dict[str, int]) -> Round:
    return {form: _throughput(form, port, page) for form, port in ports.items()}


def _rows(page: str, target: float, rounds: list[Round]) -> Iterator[Row]:
    plain = median(each["plain"] for each in rounds)
    for form, goal in (("ours", target), ("stock", None)):
        ratio = median(each[form] / each["plain"] for each in rounds)
        what = f"{page}-query page over {TENANTS} tenants, {form} against plain Django"
        yield Row(what, plain, median(each[form] for each in rounds), "requests/s", ratio, goal)


@contextmanager
def _server(form: str) -> Iterator[int]:
    port = free_port()
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": f"tests.benchmarks.sites.{form}", "LIVE_SERVES": "1"}
    command = [sys.executable, *WEB, "--port", str(port), "--no-ws", "tests.benchmarks.sites.wsgi:application"]
    log = Path(os.environ["LIVE_FILES"]).parent / "log" / f"{form}.log"
    with running(Child(form, command, log=log, environment=settings)):
        _wait(form, port)
        yield port


def _wait(form: str, port: int) -> None:
    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        if status("t1.localhost", "/one/", port) == 200:
            return
        time.sleep(0.2)
    raise RuntimeError(f"The {form} site does not answer.")


def _throughput(form: str, port: int, page: str) -> float:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(SCRIPT), f"http://127.0.0.1:{port}/{page}/"]
    done = subprocess.run([*command, "--", str(TENANTS), str(port)], capture_output=True, text=True, check=True)
    if "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise RuntimeError(f"{form} did not serve every request: {done.stdout}")
    found = re.search(r"Requests/sec:\s+([0-9.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])
