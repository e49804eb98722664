"""The terms of the law, as dated data: a changed law is a new row, and old cases keep theirs."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.text import Text


class UnknownTerm(LookupError):
    """No law of this name held on that day: a programming error."""


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    CLOCK_HOURS = "clock_hours"


@dataclass(frozen=True, slots=True)
class Term:
    """How long something may take, and who says so."""

    amount: int
    unit: Unit
    source: Text


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """A term by its key, from its first to its last day; None where the source names no day."""

    key: str
    term: Term
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether this is the law on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


LAPOR = Text(id="SP4N-LAPOR!", en="SP4N-LAPOR!, the national complaints system")
KIP = Text(id="UU 14/2008 tentang Keterbukaan Informasi Publik", en="Law 14/2008 on public information")
KIP_ANSWER = Text(
    id="UU 14/2008 tentang Keterbukaan Informasi Publik dan Perki 1/2021",
    en="Law 14/2008 on public information, and regulation 1/2021 of the Information Commission",
)
PPID = Text(id="Prosedur PPID Kota Tangerang", en="Procedure of Kota Tangerang's information officer (PPID)")


def _personal_data(article: int) -> Text:
    return Text(
        id=f"UU 27/2022 tentang Pelindungan Data Pribadi, pasal {article}",
        en=f"Law 27/2022 on personal data protection, article {article}",
    )


KIP_IN_FORCE = date(2010, 4, 30)  # art. 64: two years after 30 April 2008
PDP_IN_FORCE = date(2022, 10, 17)


def _days(key: str, amount: int, source: Text, since: date | None = None) -> DatedTerm:
    return DatedTerm(key, Term(amount, Unit.WORKING_DAYS, source), since)


def _three_days_by_the_clock(key: str, article: int) -> DatedTerm:
    return DatedTerm(key, Term(3 * 24, Unit.CLOCK_HOURS, _personal_data(article)), PDP_IN_FORCE)


TERMS = (
    _days("complaint.verify", 3, LAPOR),
    _days("complaint.answer.information", 5, LAPOR),
    _days("complaint.answer.other", 14, LAPOR),
    _days("complaint.answer.supervision", 60, LAPOR),
    _days("complaint.close", 10, LAPOR),  # without the reporter's answer
    _days("information.answer", 10, KIP_ANSWER, KIP_IN_FORCE),
    _days("information.extension", 7, KIP_ANSWER, KIP_IN_FORCE),  # with a written reason
    _days("information.complete", 3, PPID),  # by the applicant
    _days("information.objection.file", 30, KIP, KIP_IN_FORCE),
    _days("information.objection.answer", 30, KIP, KIP_IN_FORCE),
    _days("information.dispute.file", 14, KIP, KIP_IN_FORCE),
    _days("information.dispute.start", 14, KIP, KIP_IN_FORCE),
    _days("information.dispute.end", 100, KIP, KIP_IN_FORCE),
    _three_days_by_the_clock("personal_data.access", 32),
    _three_days_by_the_clock("personal_data.correction", 30),
    _three_days_by_the_clock("personal_data.withdrawal", 40),
    _three_days_by_the_clock("personal_data.suspension", 41),
    _three_days_by_the_clock("personal_data.breach", 46),
)


def term(key: str, on: date) -> Term:
    """Return the term that is the law on a day; a case keeps the law of the day on which its clock started.

    Raises: UnknownTerm.
    """
    for dated in TERMS:
        if dated.key == key and dated.holds_on(on):
            return dated.term
    raise UnknownTerm(f"There is no term {key!r} on {on}.")
