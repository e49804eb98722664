"""`kill -9` of a worker in the middle of a job: another one finishes it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.tenants.jobs.conftest import ask, state_of

PATIENCE = 40.0


@pytest.fixture
def workers(region) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Two worker processes as in production."""
    environment = os.environ | {"PYTHONPATH": f"{settings.ROOT}:{settings.ROOT}/platform"}
    command = [sys.executable, "-m", "dramatiq", "tests.tenants.jobs.slow_broker", "--processes", "1", "--threads", "2"]
    started = [
        subprocess.Popen(
            command,
            cwd=settings.ROOT,
            env=environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    yield started
    for process in started:
        kill(process.pid)
        process.wait()


def kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for(condition: Callable[[], bool]) -> None:
    patience = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < patience, "Waited in vain."
        time.sleep(0.05)


@pytest.mark.slow
def test_another_worker_finishes_what_a_killed_one_held(region, workers, tmp_path: Path, record_property) -> None:
    key = ask(region, "test.last", folder=str(tmp_path))
    wait_for((tmp_path / "begun").exists)

    kill(int((tmp_path / "begun").read_text()))
    killed = time.monotonic()
    wait_for(lambda: state_of(key) == "done")

    record_property("seconds until another worker had finished", round(time.monotonic() - killed, 1))
    assert (tmp_path / "done").exists()
    assert sum(process.poll() is None for process in workers) == 1
