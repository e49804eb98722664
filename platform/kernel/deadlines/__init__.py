"""The law's clock: terms in working days or clock hours, and what is left of them.

term = deadlines.term("complaint.verify", on=today)
deadline = deadlines.due(case.received_at, term, "Asia/Makassar", regional_holidays)
deadlines.sentence(deadline, timezone.now())    "3 hari kerja lagi"
"""

from kernel.deadlines.deadline import Deadline, due
from kernel.deadlines.moved import Moved
from kernel.deadlines.ruler import Tick, ticks
from kernel.deadlines.sentences import description, sentence
from kernel.deadlines.terms import TERMS, Term, Unit, UnknownTerm, term

__all__ = [
    "TERMS",
    "Deadline",
    "Moved",
    "Term",
    "Tick",
    "Unit",
    "UnknownTerm",
    "description",
    "due",
    "sentence",
    "term",
    "ticks",
]
