"""Postgres is restarted in the middle of jobs: none is lost, none is stuck."""

import pytest

from tests.faults import restarts
from tests.faults.machine import Machine

pytestmark = [pytest.mark.slow]

STUCK = 30.0


def test_jobs_outlive_a_restart_of_postgres(machine: Machine) -> None:
    pids = machine.pids()

    told = restarts.restart(machine, 200, after=0.3)

    assert told.lost == 0
    assert max(told.held, told.stuck) < STUCK
    assert machine.pids() == pids
