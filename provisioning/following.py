"""Follow runs from the command line: a line for each step that ends."""

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from provisioning import runner
from provisioning.errors import RunBusy
from provisioning.models import Run, RunStep
from provisioning.step import Step, make

PAUSE = 0.2
ENDED = (Run.State.DONE, Run.State.FAILED)


def describe(step: Step) -> str:
    """Return what a step does as a line of text."""
    return f"{step.title.en} {step.detail}".strip()


def count_out(lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Say what would be done, a numbered line for each."""
    for number, line in enumerate(lines, start=1):
        say(f"{number:3}. {line}")


def follow(runs: Sequence[Run], say: Callable[[str], None]) -> list[Run]:
    """Say each step as it ends, until all runs have ended; return them as they ended."""
    seen: set[int] = set()
    while True:
        rows = RunStep.objects.filter(run__in=runs).exclude(pk__in=seen).select_related("run__tenant")
        for row in rows.filter(state__in=[RunStep.State.DONE, RunStep.State.FAILED]).order_by("finished_at"):
            seen.add(row.pk)
            say(_line(row))
        current = list(Run.objects.filter(pk__in=[run.pk for run in runs]).select_related("tenant"))
        if all(run.state in ENDED for run in current):
            return current
        time.sleep(PAUSE)


def carry_out(runs: Sequence[Run], say: Callable[[str], None], *, here: bool) -> list[Run]:
    """Follow runs, carried out in this process where `here`; return those that stopped."""
    for run in runs if here else ():
        with suppress(RunBusy):  # a worker was faster: it is followed below
            runner.execute(run.key)
    return [run for run in follow(runs, say) if run.state == Run.State.FAILED]


def _line(row: RunStep) -> str:
    line = f"{row.run.tenant.name}: {describe(make(row.kind, row.args))}"
    if row.state == RunStep.State.FAILED:
        return f"{line} FAILED: {row.problem}"
    return f"{line} ({'was done' if row.was_done else f'{row.seconds:.1f} s'})"
