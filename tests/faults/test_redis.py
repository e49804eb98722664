"""Redis goes away: pages work, jobs wait, nothing is lost."""

import json
import re
import time
from collections.abc import Iterator

import pytest

from tests.faults import people
from tests.faults.machine import Machine, is_soon, wait_for

pytestmark = [pytest.mark.slow]

WORDS = "Lampu di depan sekolah padam sejak semalam."
PASSWORD = "contoh-saja-2026"


@pytest.fixture
def without_redis(machine: Machine) -> Iterator[Machine]:
    """The installation, its Redis away until the test has ended."""
    machine.redis.stop()
    yield machine
    machine.redis.start()


def article(machine: Machine) -> str:
    return re.search(r'href="(/berita/(?!kategori|umpan)[a-z0-9-]+/)"', machine.get("/berita/").text)[1]


@pytest.mark.parametrize(
    "path", ["/", "/berita/", "/laporan/", "/laporan/buat/", "/layanan/", "/masuk/", "/berita/umpan/"]
)
def test_page_needs_no_redis(without_redis: Machine, path: str) -> None:
    def ask() -> float:
        answer = without_redis.get(path)
        assert answer.status == 200
        return answer.seconds

    assert is_soon(ask, 2)


def test_article_needs_no_redis(without_redis: Machine) -> None:
    assert without_redis.get(article(without_redis)).status == 200


def test_report_needs_no_redis_and_its_job_is_done_afterwards(machine: Machine) -> None:
    before, pids = machine.execute("SELECT count(*) FROM public.job WHERE state = 'done'")[0][0], machine.pids()
    machine.redis.stop()
    try:
        answer = people.report(machine, description=WORDS, email="citra@example.org")
        time.sleep(4)
        waiting = machine.unfinished()
    finally:
        machine.redis.start()

    assert (answer.status, answer.headers["location"].split("/")[2]) == (302, "terkirim")
    assert waiting > 0
    wait_for(lambda: machine.unfinished() == 0)
    assert machine.execute("SELECT count(*) FROM public.job WHERE state = 'done'")[0][0] > before
    assert machine.pids() == pids


def test_log_in_needs_no_redis(without_redis: Machine) -> None:
    answer = people.log_in(without_redis, "sari@tangerang.example", PASSWORD)

    assert (answer.status, answer.headers["location"]) == (302, "/konsol/")


def test_redis_that_does_not_answer_holds_nobody_up_for_long(machine: Machine) -> None:
    def ask() -> float:
        with machine.redis_frozen():
            logged_in = people.log_in(machine, "sari@tangerang.example", PASSWORD)
            reported = people.report(machine, description=WORDS, email="citra@example.org")
        assert (logged_in.status, reported.status) == (302, 302)
        return max(logged_in.seconds, reported.seconds)

    assert is_soon(ask, 5)


def test_comment_without_redis_waits_to_be_checked(without_redis: Machine) -> None:
    path = f"{article(without_redis)}komentar/"
    form = without_redis.get(path)

    answer = people.send(without_redis, form, path, name="Citra", text="Terima kasih kabarnya.")

    assert (answer.status, answer.headers["location"]) == (302, f"{path}terkirim/")


def test_readiness_names_redis_and_stays_ready(without_redis: Machine) -> None:
    answer = without_redis.get("/readyz")

    assert (answer.status, json.loads(answer.text)["redis"]) == (200, "away")
