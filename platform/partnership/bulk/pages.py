"""A batch as operators see it: as a plan, while it is done, and how it ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnership.bulk import words
from provisioning.bulk.following import OPEN
from provisioning.models import Batch, BatchLine, RunStep

State = BatchLine.State
# In this order: what asks for somebody comes first.
LOOKS = {
    State.FAILED: ("received", "circle-alert"),
    State.CHANGED: ("progress", "triangle-alert"),
    State.RUNNING: ("progress", "state-progress"),
    State.WAITING: ("idle", "clock"),
    State.DONE: ("done", "state-done"),
    State.NOT_NEEDED: ("idle", "state-done"),
    State.SKIPPED: ("idle", "dashed"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One portal: what is said of it, and the run that works on it."""

    line: BatchLine
    said: str


@dataclass(frozen=True, slots=True)
class Group:
    """The portals of one outcome."""

    state: State
    label: str
    kind: str
    icon: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Shown:
    """A batch: its title, its portals by outcome, how many are changed and how many of them have ended."""

    batch: Batch
    title: str
    groups: list[Group]
    total: int
    ended: int

    @property
    def is_planned(self) -> bool:
        """Say whether it waits to be ordered."""
        return self.batch.state == Batch.State.PLANNED

    @property
    def goes(self) -> str:
        """Return how much goes into archives in all these portals; nothing where nothing does."""
        held = [row.line.holds for group in self.groups for row in group.rows if row.line.holds]
        return words.amounts({name: sum(each[name] for each in held) for name in held[0]}) if held else ""

    @property
    def is_open(self) -> bool:
        """Say whether it is worth asking again soon."""
        return not self.is_planned and self.ended < self.total

    @property
    def verb(self) -> str:
        """Return what the button says that orders it."""
        said = ngettext("%(what)s in %(count)d portal", "%(what)s in %(count)d portals", self.total)
        return said % {"what": self.title, "count": self.total}

    def count(self, state: State) -> int:
        """Return how many portals ended so."""
        return next((len(group.rows) for group in self.groups if group.state == state), 0)

    @property
    def skipped(self) -> int:
        """Return how many stay as they are."""
        return self.count(State.SKIPPED)

    @property
    def failed(self) -> int:
        """Return how many can be tried again."""
        return self.count(State.FAILED)

    @property
    def done(self) -> int:
        """Return how many can be changed back here; what was uninstalled is brought back on its region's page."""
        is_over = not self.is_open and self.batch.verb != Batch.Verb.UNINSTALL
        return self.count(State.DONE) if is_over else 0


def lines(batch: Batch) -> list[BatchLine]:
    """Return the batch's lines with their portals, and with why a run stopped. Three queries."""
    stopped = Prefetch("run__steps", RunStep.objects.filter(state=RunStep.State.FAILED), to_attr="stopped")
    return list(batch.lines.select_related("tenant", "run").prefetch_related(stopped).order_by("tenant__name"))


def shown(batch: Batch, of: Sequence[BatchLine]) -> Shown:
    """Return a batch as it is shown."""
    changed = [line for line in of if line.outcome != State.SKIPPED]
    ended = [line for line in changed if line.outcome not in OPEN]
    return Shown(batch, words.title(batch), list(_groups(batch, of)), len(changed), len(ended))


def _groups(batch: Batch, of: Sequence[BatchLine]) -> Iterable[Group]:
    for state, (kind, icon) in LOOKS.items():
        if rows := [Row(line, words.said(batch, line)) for line in of if line.outcome == state]:
            yield Group(state, _label(batch, state), kind, icon, rows)


def _label(batch: Batch, state: State) -> str:
    is_planned = batch.state == Batch.State.PLANNED and state == State.WAITING
    return _("Will be changed") if is_planned else str(state.label)
