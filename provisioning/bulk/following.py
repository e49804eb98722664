"""Follow a change of many portals from the command line."""

import time
from collections.abc import Iterator
from contextlib import suppress

from provisioning import runner
from provisioning.bulk import actions
from provisioning.errors import RunBusy
from provisioning.following import PAUSE
from provisioning.models import Batch, BatchLine

OPEN = (BatchLine.State.WAITING, BatchLine.State.RUNNING)


def ended(batch: Batch, *, here: bool) -> Iterator[BatchLine]:
    """Yield each portal that was to be changed as it ends; they are changed in this process where `here`."""
    lines = batch.lines.exclude(state=BatchLine.State.SKIPPED).select_related("tenant", "run")
    waiting = list(lines.values_list("key", flat=True)) if here else []
    seen: set[int] = set()
    while left := [line for line in lines.all() if line.pk not in seen]:
        over = [line for line in left if line.outcome not in OPEN]
        seen.update(line.pk for line in over)
        yield from over
        if waiting:
            _here(waiting.pop(0))
        else:
            time.sleep(PAUSE)


def _here(key: str) -> None:
    line = actions.carry_out(key)
    if line.run:
        with suppress(RunBusy):  # a worker was faster: it is followed
            runner.execute(line.run.key)
