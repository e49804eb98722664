"""Postgres goes away and comes back, while people use the portals."""

import json
import time

import pytest

from tests.faults.machine import Answer, Machine, load, wait_for

pytestmark = [pytest.mark.slow]

PAGES = ["/", "/berita/", "/laporan/", "/laporan/buat/", "/layanan/", "/masuk/", "/konsol/", "/tidak-ada/"]
# A process remembers for a second where a host leads, so a page that asks for nothing else is still answered then.
MOMENT = 1.5
# Who asks a frozen one waits so long for the connection; until it is told, the others go by what was known.
CONNECTING = 2.0
PROMPT = 3.0
BACK = 5.0


def during(answers: list[Answer], since: float, until: float) -> list[Answer]:
    """Return the answers to what was asked within the outage."""
    return [answer for answer in answers if answer.at - answer.seconds > since + MOMENT and answer.at < until]


def judge_outage(answers: list[Answer], went: float, came: float) -> None:
    refused = during(answers, went, came)
    assert {answer.status for answer in refused} == {503}
    assert {answer.headers.get("retry-after") for answer in refused} == {"30"}
    assert max(answer.seconds for answer in answers) < PROMPT
    assert {answer.status for answer in answers} <= {200, 302, 404, 503}


def judge_silence(answers: list[Answer]) -> None:
    """Pages that were kept, and the way to the log-in, are shown for some seconds yet; all else is 503, and soon."""
    refused = [answer for answer in answers if answer.status not in (200, 302)]
    assert {answer.status for answer in refused} == {503}
    assert {answer.headers.get("retry-after") for answer in refused} == {"30"}
    assert max(answer.seconds for answer in answers) < PROMPT


def first_page(answers: list[Answer], came: float) -> float:
    """Return when a page was answered again."""
    return min(answer.at for answer in answers if answer.status == 200 and answer.at > came)


@pytest.mark.parametrize("go", ["stop", "crash"])
def test_postgres_away_is_503_and_nobody_dies(machine: Machine, go: str) -> None:
    before = machine.pids()
    machine.ask_for_jobs(20, seconds=1)

    with load(machine, PAGES) as answers:
        time.sleep(1)
        went = time.monotonic()
        getattr(machine.postgres, go)()
        time.sleep(6)
        came = time.monotonic()
        machine.postgres.start()
        answering = time.monotonic()
        time.sleep(BACK + 1)

    judge_outage(answers, went, came)
    assert first_page(answers, came) - answering < BACK
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
    wait_for(lambda: machine.get().status == 200, BACK)


def test_process_is_alive_and_not_ready_while_postgres_is_away(machine: Machine) -> None:
    wait_for(lambda: machine.get("/readyz").status == 200, BACK)  # also when another test took Redis away before
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
    wait_for(lambda: machine.get("/readyz").status == 200, BACK)
