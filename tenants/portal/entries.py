"""One entry of the history, with all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.accounts.actor import signed
from kernel.audit.models import Entry
from tenants.portal import contributions, differences, history
from tenants.portal.differences import Difference
from tenants.portal.history import Line
from tenants.proofs import queries as proofs
from tenants.proofs.queries import Proof
from tenants.support import queries as support
from tenants.support.models import Access


@dataclass(frozen=True, slots=True)
class Whole:
    """What a page shows of one entry. `access` is the leave by which an operator was in the region's console."""

    line: Line
    who: str
    on_behalf_of: str
    access: Access | None
    differences: list[Difference]
    proof: Proof


def of_region(entry: Entry) -> Whole:
    """Return an entry of the region's history."""
    (line,) = history.lines([entry])
    return whole(line, contributions.fields(entry.subject_kind), support.access_of(entry))


def whole(line: Line, fields: Mapping[str, str], access: Access | None = None) -> Whole:
    """Return the entry of this line; `fields` is what whoever the thing belongs to calls its fields."""
    who, on_behalf_of = signed(line.who)
    return Whole(line, who, on_behalf_of, access, differences.of(line.entry, fields), proofs.here())
