"""Servers that go away, a worker that is killed: what people get meanwhile, and how soon all is back."""

import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

from tests.benchmarks.proofs import figures
from tests.benchmarks.rows import Row
from tests.faults import machine as of
from tests.faults import restarts, small_disk
from tests.faults.machine import Answer, Machine

AWAY = 60.0
KILLS = 100
TWICE = 200
RESTARTS = 20
MANY_JOBS = 4_000
SEED = 20261126
LIVES = "tests/provisioning/test_lives.py"
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
        rows = [*_postgres(machine), *_redis(machine), *_restarts(machine)]
    return [*rows, *_full_disk(), *_kills(), *_twice()]


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


def _restarts(machine: Machine) -> list[Row]:
    """Restart Postgres at a random moment of many jobs, again and again."""
    moments = Random(SEED)
    told = [restarts.restart(machine, MANY_JOBS, after=moments.random()) for _ in range(RESTARTS)]
    what, jobs = f"Postgres restarted {RESTARTS} times", RESTARTS * MANY_JOBS
    return [
        _share(f"{what}, each in {MANY_JOBS:,} jobs: done", jobs, jobs - sum(each.lost for each in told)),
        _within(f"{what}: what the crash held is done", 30, max(each.held for each in told)),
        _within(f"{what}: longest time without a job that ends", 30, max(each.stuck for each in told)),
    ]


def _full_disk() -> list[Row]:
    """Let a volume run full, and give space again."""
    told = small_disk.run()
    print(f"Disk full: {told}", file=sys.stderr)
    faults = told["lost"] + told["corrupt"] + told["died"] + len(told["strange"])
    return [
        _share("disk full: pages read", told["reads"], told["served"]),
        _share("disk full: reports refused", 3, told["refused"]),
        Row("disk full: lost, damaged, died", 0, faults, "", 0, 0, is_limit=True),
        _within("space again: a report is taken", 5, max(told["back"], POLL)),
    ]


def _kills() -> list[Row]:
    """Kill the worker at random moments of a region's life."""
    noted = figures(f"{LIVES}::test_killed_orders_end_as_undisturbed_ones", LIVE_KILLS=KILLS)
    what = f"worker killed {KILLS} times"
    return [
        _share(f"{what}: orders that end as undisturbed ones", KILLS, KILLS - noted["unequal"]),
        _within(f"{what}: p95 from the kill to the end", 15, noted["p95"]),
        _within(f"{what}: the longest", 60, noted["longest"]),
    ]


def _twice() -> list[Row]:
    """Give and carry out orders twice at once."""
    noted = figures(f"{LIVES}::test_orders_given_and_carried_out_twice_at_once_have_one_effect", LIVE_TWICE=TWICE)
    return [_share(f"orders twice at once, {TWICE} times: one effect", TWICE, TWICE - noted["unequal"])]


def _share(what: str, asked: int, good: int) -> Row:
    return Row(what, asked, good, "", good / asked, 1)


def _within(what: str, promised: float, seconds: float) -> Row:
    return Row(what, promised, seconds, "s", promised / seconds, 1)


def _say(what: str, answers: list[Answer], meanwhile: list[Answer]) -> None:
    usual = median(answer.seconds for answer in meanwhile)
    print(f"{what}: {len(answers)} answers, {len(meanwhile)} meanwhile, median {usual:.3f} s", file=sys.stderr)
