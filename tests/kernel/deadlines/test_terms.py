"""The terms of the law."""

from collections import defaultdict
from datetime import date

import pytest

from kernel import deadlines
from kernel.deadlines import TERMS, Unit

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("key", "amount", "unit"),
    [
        ("complaint.verify", 3, Unit.WORKING_DAYS),
        ("complaint.answer.information", 5, Unit.WORKING_DAYS),
        ("complaint.answer.other", 14, Unit.WORKING_DAYS),
        ("complaint.answer.supervision", 60, Unit.WORKING_DAYS),
        ("complaint.close", 10, Unit.WORKING_DAYS),
        ("information.answer", 10, Unit.WORKING_DAYS),
        ("information.extension", 7, Unit.WORKING_DAYS),
        ("information.complete", 3, Unit.WORKING_DAYS),
        ("information.objection.file", 30, Unit.WORKING_DAYS),
        ("information.objection.answer", 30, Unit.WORKING_DAYS),
        ("information.dispute.file", 14, Unit.WORKING_DAYS),
        ("information.dispute.start", 14, Unit.WORKING_DAYS),
        ("information.dispute.end", 100, Unit.WORKING_DAYS),
        ("personal_data.access", 72, Unit.CLOCK_HOURS),
        ("personal_data.correction", 72, Unit.CLOCK_HOURS),
        ("personal_data.withdrawal", 72, Unit.CLOCK_HOURS),
        ("personal_data.suspension", 72, Unit.CLOCK_HOURS),
        ("personal_data.breach", 72, Unit.CLOCK_HOURS),
    ],
)
def test_a_term_is_as_the_law_says(key: str, amount: int, unit: Unit) -> None:
    term = deadlines.term(key, on=TODAY)

    assert (term.amount, term.unit) == (amount, unit)


def test_every_term_names_its_source_in_both_languages() -> None:
    assert all(dated.term.source.id and dated.term.source.en for dated in TERMS)


def test_no_two_terms_of_a_key_hold_on_the_same_day() -> None:
    periods = defaultdict(list)
    for dated in TERMS:
        periods[dated.key].append((dated.since or date.min, dated.until or date.max))

    assert all(
        before[1] < after[0]
        for rows in periods.values()
        for before, after in zip(sorted(rows), sorted(rows)[1:], strict=False)
    )


def test_a_law_does_not_hold_before_it_is_in_force() -> None:
    with pytest.raises(deadlines.UnknownTerm, match=r"personal_data.access.*2022-10-16"):
        deadlines.term("personal_data.access", on=date(2022, 10, 16))
