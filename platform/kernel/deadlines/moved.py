"""A deadline that is counted in another time zone."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Moved:
    """The last day of an open term as it was, and as it is in the other zone. `what` is what people call the case."""

    what: str
    before: date
    after: date
