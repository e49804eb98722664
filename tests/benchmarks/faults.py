"""Postgres away for a minute under load, then Redis: what people get meanwhile, and how soon all is back."""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.rows import Row
from tests.faults import machine as of
from tests.faults.machine import Answer, Machine

AWAY = 60.0
PEOPLE = 8
JOBS = 200
PAGES = ["/", "/berita/", "/laporan/", "/laporan/buat/", "/layanan/", "/masuk/"]
# For so long a process remembers where a host leads, and answers what asks for nothing else.
REMEMBERED = 1.5
# So often it is asked whether Postgres answers: a page may be there before we know.
POLL = 0.1


def measure() -> list[Row]:
    """Return a row for each promise; the ratio is promise by measurement."""
    with tempfile.TemporaryDirectory(prefix="live-faults-") as folder, of.running(Path(folder)) as machine:
        return [*_postgres(machine), *_redis(machine)]


def _postgres(machine: Machine) -> list[Row]:
    pids = machine.pids()
    machine.ask_for_jobs(JOBS, seconds=4)
    with of.load(machine, PAGES, PEOPLE) as answers:
        time.sleep(3)
        went = time.monotonic()
        machine.postgres.crash()
        time.sleep(AWAY)
        came = time.monotonic()
        machine.postgres.start()
        answering = time.monotonic()
        done = of.wait_for(lambda: machine.unfinished() == 0)
        time.sleep(5)
    refused = [each for each in answers if each.at - each.seconds > went + REMEMBERED and each.at < came]
    good = [each for each in refused if each.status == 503 and "retry-after" in each.headers]
    back = min(each.at for each in answers if each.status == 200 and each.at > came)
    _say("Postgres away", answers, refused)
    print(f"From the order to start: it answered {answering - came:.2f} s, a page {back - came:.2f} s", file=sys.stderr)
    return [
        _share(f"Postgres away {AWAY:.0f} s: 503 with Retry-After", len(refused), len(good)),
        _share("Postgres away: processes that live", len(pids), len(pids & machine.pids())),
        _within("Postgres away: slowest answer", 3, max(each.seconds for each in answers)),
        _within("Postgres back: first page", 5, max(back - answering, POLL)),
        _within(f"Postgres back: {JOBS} jobs done", 15, done),
    ]


def _redis(machine: Machine) -> list[Row]:
    pids = machine.pids()
    machine.redis.stop()
    machine.ask_for_jobs(JOBS)
    with of.load(machine, PAGES, PEOPLE) as answers:
        time.sleep(AWAY)
    machine.redis.start()
    done = of.wait_for(lambda: machine.unfinished() == 0)
    _say("Redis away", answers, answers)
    return [
        _share(f"Redis away {AWAY:.0f} s: pages", len(answers), sum(each.status == 200 for each in answers)),
        _share("Redis away: processes that live", len(pids), len(pids & machine.pids())),
        _within("Redis away: slowest page", 3, max(each.seconds for each in answers)),
        _within(f"Redis back: {JOBS} jobs done", 10, done),
    ]


def _share(what: str, asked: int, good: int) -> Row:
    return Row(what, asked, good, "", good / asked, 1)


def _within(what: str, promised: float, seconds: float) -> Row:
    return Row(what, promised, seconds, "s", promised / seconds, 1)


def _say(what: str, answers: list[Answer], meanwhile: list[Answer]) -> None:
    usual = median(answer.seconds for answer in meanwhile)
    print(f"{what}: {len(answers)} answers, {len(meanwhile)} meanwhile, median {usual:.3f} s", file=sys.stderr)
