"""What changes of many portals there were: how many portals each has changed, failed in, and left as they were."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from partnership.bulk import words
from partnership.bulk.pages import LOOKS
from provisioning.bulk.following import OPEN
from provisioning.models import Batch, BatchLine

State = BatchLine.State
A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Listed:
    """A batch as it is listed: its title, and how many of its portals there are of each outcome."""

    batch: Batch
    title: str
    counts: dict[str, int]

    def count(self, *states: State) -> int:
        """Return how many portals are as far as one of these."""
        return sum(self.counts.get(state, 0) for state in states)

    @property
    def at(self) -> datetime:
        """Return when it was ordered, or planned where nobody has ordered it."""
        return self.batch.started_at or self.batch.created_at

    @property
    def is_planned(self) -> bool:
        """Say whether nobody has ordered it."""
        return self.batch.state == Batch.State.PLANNED

    @property
    def figures(self) -> list[tuple[str, int]]:
        """Return how many portals there are of each kind; what there is none of is left out."""
        figures = (
            (_("Will be changed") if self.is_planned else _("Not yet changed"), self.count(*OPEN)),
            (_("Changed"), self.count(State.DONE)),
            (str(State.FAILED.label), self.count(State.FAILED)),
            (_("Left as they are"), self.count(State.SKIPPED, State.NOT_NEEDED, State.CHANGED)),
        )
        return [(label, count) for label, count in figures if count]

    @property
    def look(self) -> tuple[str, str, str]:
        """Return the kind, the icon and the word that say how far it is."""
        if self.is_planned:
            return (*LOOKS[State.SKIPPED], _("Only planned"))
        if self.count(*OPEN):
            return (*LOOKS[State.RUNNING], _("Being changed"))
        return (*LOOKS[State.FAILED if self.count(State.FAILED) else State.DONE], _("Ended"))


def listed(batches: Iterable[Batch]) -> Iterator[Listed]:
    """Yield these batches as they are listed: one query for any number."""
    batches = list(batches)
    lines = BatchLine.objects.filter(batch__in=batches).order_by()
    counts: dict[int, dict[str, int]] = {batch.pk: {} for batch in batches}
    outcome = Coalesce("run__state", "state")
    for batch, state, count in lines.values_list("batch", outcome).annotate(Count("pk")):
        counts[batch][state] = count
    for one in batches:
        yield Listed(one, words.title(one), counts[one.pk])
