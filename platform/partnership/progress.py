"""A run as the operators see it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kernel.modules import registry
from provisioning.models import Run, RunLine, RunStep
from provisioning.step import Step, make
from provisioning.structure import CORE
from tenants.registry.models import Tenant

LOOK = {
    RunStep.State.WAITING: "wait",
    RunStep.State.RUNNING: "here",
    RunStep.State.DONE: "ok",
    RunStep.State.FAILED: "bad",
}


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: its words, its look, its time, and its problem."""

    label: str
    kind: str
    time: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A run, its steps and how far it is."""

    key: str
    title: str
    tenant: Tenant
    state: str
    asked_by: str
    set_aside_at: datetime | None
    seconds: int
    done: int
    steps: list[StepLine]

    @property
    def total(self) -> int:
        """Return how many steps there are."""
        return len(self.steps)

    @property
    def is_open(self) -> bool:
        """Say whether it is worth asking again soon."""
        return self.state in (Run.State.WAITING, Run.State.RUNNING)


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the log: when, how a step ended, and what an error said."""

    at: datetime
    label: str
    text: str


def log(run: Run) -> list[LogLine]:
    """Return the run's log as it is shown."""
    return [LogLine(line.at, _ended(line), line.text) for line in run.lines.select_related("step")]


def _ended(line: RunLine) -> str:
    step = line.step
    return f"{label(make(step.kind, step.args))}: {line.get_outcome_display()}" if step else ""


def progress(run: Run) -> Progress:
    """Return a run as it is shown."""
    rows = list(run.steps.all())
    return Progress(
        key=run.key,
        title=title(run),
        tenant=run.tenant,
        state=run.state,
        asked_by=run.asked_by.name,
        set_aside_at=run.set_aside_at,
        seconds=_seconds(run),
        done=sum(row.state == RunStep.State.DONE for row in rows),
        steps=[_line(row) for row in rows],
    )


def title(run: Run) -> str:
    """Return what the run was asked to do, in the language of the interface."""
    return run.title_en if get_language() == "en" else run.title_id


def label(step: Step) -> str:
    """Return what the step does, and to what: a module by its title, the core without its technical name."""
    module = registry.get(step.detail)
    detail = str(module.title) if module else step.detail.removeprefix(CORE)
    return f"{step.title} · {detail}" if detail else str(step.title)


def _seconds(run: Run) -> int:
    started = run.started_at or run.created_at
    return round(((run.finished_at or timezone.now()) - started).total_seconds())


def _line(row: RunStep) -> StepLine:
    return StepLine(label(make(row.kind, row.args)), LOOK[RunStep.State(row.state)], _time(row), row.problem)


def _time(row: RunStep) -> str:
    if row.was_done:
        return _("was done")
    if row.seconds is None or row.state != RunStep.State.DONE:
        return ""
    return _("%(seconds)s s") % {"seconds": number_format(row.seconds, 1)}
