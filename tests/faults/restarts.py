"""Postgres restarted in the middle of jobs, as by `pg_ctl restart -m immediate`."""

import time
from dataclasses import dataclass
from itertools import count, pairwise

from tests.faults.machine import Machine, wait_for

PATIENCE = 300.0
# A mail for each: so it is seen that a job which is recorded as done was done.
ORDER = """
    INSERT INTO public.job (key, tenant_role, name, payload)
    SELECT %s || n, 'live_platform', 'mail.deliver',
        jsonb_build_object('to', %s || n || '@example.org', 'subject', 'Uji', 'text', 'Uji')
    FROM generate_series(1, %s) n
"""
_rounds = count(1)


@dataclass(frozen=True)
class Told:
    """Jobs that were lost, or recorded and not done; and how long those took that the crash had held, and the slowest.

    `stuck` is the longest time in which, Postgres answering again, nothing was done.
    """

    lost: int
    held: float
    stuck: float


def restart(machine: Machine, jobs: int, after: float) -> Told:
    """Order jobs, crash Postgres when so much of them (0 to 1) is done, start it again, and wait until all are."""
    name = f"r{next(_rounds)}-"
    machine.execute(ORDER, name, name, jobs)
    wait_for(lambda: _done(machine, name) >= after * jobs, PATIENCE)
    machine.postgres.crash()
    machine.postgres.start()
    started = machine.execute("SELECT now()")[0][0]
    leased = [
        key for (key,) in machine.execute("SELECT key FROM job WHERE key LIKE %s AND state = 'running'", f"{name}%")
    ]
    held = wait_for(lambda: _are_done(machine, leased), PATIENCE)
    wait_for(lambda: _done(machine, name) == jobs, PATIENCE)
    ends = machine.execute(
        "SELECT finished_at FROM job WHERE key LIKE %s AND finished_at > %s ORDER BY 1", f"{name}%", started
    )
    times = [started, *(at for (at,) in ends)]
    stuck = max((later - at).total_seconds() for at, later in pairwise(times)) if ends else 0.0
    return Told(jobs - len(_mailed(machine, name)), held, stuck)


def _done(machine: Machine, name: str) -> int:
    time.sleep(0.1)
    return int(machine.execute("SELECT count(*) FROM job WHERE key LIKE %s AND state = 'done'", f"{name}%")[0][0])


def _are_done(machine: Machine, keys: list[str]) -> bool:
    return not machine.execute("SELECT 1 FROM job WHERE key = ANY (%s) AND state <> 'done'", keys)


def _mailed(machine: Machine, name: str) -> set[str]:
    """Return to whom a mail of the round was sent; a file may hold several. The mails are gone then."""
    found: set[str] = set()
    for file in (machine.workspace.folder / "mail").iterdir():
        to = {line for line in file.read_text().splitlines() if line.startswith(f"To: {name}")}
        if to:
            found |= to
            file.unlink()
    return found
