"""What coverage does not follow: tests that walk, again and again, through what others test one by one.

Following each line makes a page cost two thirds more, and the walks are half of the suite.
"""

import os

import pytest
from coverage import Coverage

from tests.environment import is_walk

FOR_CHILDREN = "COVERAGE_PROCESS_CONFIG"
# Who rests, and what children are told: one that has stopped is no longer the current one.
resting: list[tuple[Coverage, str]] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if is_walk(item.path) and not resting:
        rest()
    elif resting and not is_walk(item.path):
        following, os.environ[FOR_CHILDREN] = resting.pop()
        following.start()


def rest() -> None:
    """Follow neither this process nor those that it starts, if they are followed."""
    if following := Coverage.current():
        resting.append((following, os.environ.pop(FOR_CHILDREN)))
        following.stop()
