"""Count mails and jobs in the worker's memory, and know who has had enough of them today.

A row for each job that is done would cost as much as the job. So each process adds its counts up and writes them with
its heart's beat, once a second: a limit may be passed by what all workers do in a second; `kill -9` forgets as much.
"""

from collections import Counter
from datetime import date
from threading import Lock

from tenants.isolation.current import Tenancy
from tenants.quotas import actions, queries
from tenants.quotas.models import DAILY, FULL, Quota

# A link to log in with, say: who waits for it stands at the door.
NEVER_HELD = frozenset({"mail.deliver"})

_counted: Counter[tuple[str, str, date]] = Counter()
_lock = Lock()
_full: frozenset[tuple[str, str]] = frozenset()


def kind_of(job: str) -> str:
    """Return what a job is counted as."""
    return Quota.Kind.MAILS if job.startswith("mail.") else Quota.Kind.JOBS


def note(job: str, where: Tenancy) -> None:
    """Count a job that was done."""
    with _lock:
        _counted[where.role, kind_of(job), queries.today(where.time_zone)] += 1


def is_held(job: str, where: Tenancy) -> bool:
    """Return whether a job waits for the next day, or for a higher limit."""
    return job not in NEVER_HELD and (where.role, kind_of(job)) in _full


def beat() -> None:
    """Write what was counted, and look who is full. Runs on the platform."""
    global _full  # noqa: PLW0603 - one word of the process, replaced whole
    with _lock:
        counted = dict(_counted)
        _counted.clear()
    for (role, kind, day), number in counted.items():
        actions.count(role, kind, number, day)
    _full = frozenset((row.tenant_role, row.kind) for row in queries.reaching(FULL) if row.kind in DAILY)


def forget() -> None:
    """Know nothing, as a new process does."""
    global _full  # noqa: PLW0603
    with _lock:
        _counted.clear()
    _full = frozenset()
