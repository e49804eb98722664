"""Postgres goes away and comes back, while people use the portals."""

import json
import time
from statistics import median

import pytest

from tests.faults.machine import Answer, Machine, load, wait_for

pytestmark = [pytest.mark.slow]

PAGES = ["/", "/berita/", "/laporan/", "/laporan/buat/", "/layanan/", "/masuk/", "/konsol/", "/tidak-ada/"]
# A process remembers for a second where a host leads, so a page that asks for nothing else is still answered then.
MOMENT = 1.5
# Who asks a frozen one waits so long for the connection; until it is told, the others go by what was known.
CONNECTING = 2.0
# So soon most are told, and nobody much later: a machine may stand still for some seconds.
PROMPT = 3.0
LATE = 15.0


def during(answers: list[Answer], since: float, until: float) -> list[Answer]:
    """Return the answers to what was asked within the outage."""
    return [answer for answer in answers if answer.at - answer.seconds > since + MOMENT and answer.at < until]


def judge_outage(answers: list[Answer], went: float, came: float) -> None:
    refused = during(answers, went, came)
    judge_refusals(refused)
    assert max(answer.seconds for answer in answers) < LATE
    assert {answer.status for answer in answers} <= {200, 302, 404, 503}


def judge_silence(answers: list[Answer]) -> None:
    """Pages that were kept, and the way to the log-in, are shown for some seconds yet; all else is 503, and soon."""
    refused = [answer for answer in answers if answer.status not in (200, 302)]
    judge_refusals(refused)
    assert max(answer.seconds for answer in answers) < LATE


def judge_refusals(refused: list[Answer]) -> None:
    assert {answer.status for answer in refused} == {503}
    assert {answer.headers.get("retry-after") for answer in refused} == {"30"}
    assert median(answer.seconds for answer in refused) < PROMPT


def is_back(answers: list[Answer], came: float) -> bool:
    """Say whether a page was answered again."""
    return any(answer.status == 200 and answer.at > came for answer in answers[:])


@pytest.mark.parametrize("go", ["stop", "crash"])
def test_postgres_away_is_503_and_nobody_dies(machine: Machine, go: str) -> None:
    before = machine.pids()
    machine.ask_for_jobs(20, seconds=1)

    with load(machine, PAGES) as answers:
        time.sleep(1)
        getattr(machine.postgres, go)()
        went = time.monotonic()
        time.sleep(6)
        came = time.monotonic()
        machine.postgres.start()
        wait_for(lambda: is_back(answers, came))
        time.sleep(1)

    judge_outage(answers, went, came)
    assert machine.pids() == before
    wait_for(lambda: machine.unfinished() == 0)


def test_postgres_that_does_not_answer_is_503_too(machine: Machine) -> None:
    before = machine.pids()

    with machine.postgres_frozen(), load(machine, PAGES) as answers:
        went = time.monotonic()
        time.sleep(7)
        came = time.monotonic()
    machine.get()

    judge_silence(during(answers, went + CONNECTING, came))
    assert machine.pids() == before
    wait_for(lambda: machine.get().status == 200)


def test_process_is_alive_and_not_ready_while_postgres_is_away(machine: Machine) -> None:
    wait_for(lambda: machine.get("/readyz").status == 200)  # also when another test took Redis away before
    machine.postgres.stop()
    try:
        alive, ready = machine.get("/healthz"), machine.get("/readyz")
    finally:
        machine.postgres.start()

    assert (alive.status, alive.text) == (200, "ok\n")
    assert ready.status == 503
    parts = json.loads(ready.text)
    assert parts.pop("migrations") in ("ok", "unknown")  # a process that found them once remembers it
    assert parts == {"postgres": "away", "redis": "ok", "static": "ok", "worker": "unknown"}
    wait_for(lambda: machine.get("/readyz").status == 200)
