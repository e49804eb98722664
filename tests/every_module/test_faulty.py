"""Each planted fault is found by the one check that is made for it; so every check can fail."""

from collections.abc import Callable

import pytest

from tests.every_module.checks import CHECKS
from tests.every_module.subject import Subject

FOUND_BY = {
    "unlabelled": "settings_have_labels",
    "undeclared": "permissions_are_declared",
    "ajar": "console_is_closed",
    "stray": "off_means_gone",
    "pushy": "first_steps_can_be_done",
    "misnamed": "jobs_bear_the_name",
    "growing": "loading_again_changes_nothing",
    "trespassing": "pages_stay_in_the_schema",
    "oneway": "migrations_go_back",
    "reaching": "migrations_stay_in_the_schema",
    "speechless": "texts_are_translated",
}


def test_every_check_has_a_fault() -> None:
    assert sorted(FOUND_BY.values()) == sorted(CHECKS)


@pytest.mark.parametrize("name", ["sound", *FOUND_BY])
def test_fault_is_found_by_its_check_alone(faulty: Callable[[str], Subject], name: str) -> None:
    on_trial = faulty(name)

    red = [rule for rule, check in CHECKS.items() if check(on_trial)]

    assert red == ([FOUND_BY[name]] if name in FOUND_BY else [])
