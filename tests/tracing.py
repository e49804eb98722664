"""What coverage does not follow: tests that go, again and again, through what others test one by one.

Following each line makes a page cost two thirds more, and these are more than half of the suite.
"""

import os
from pathlib import Path

import pytest
from coverage import Coverage

from tests.environment import is_walk

FOR_CHILDREN = "COVERAGE_PROCESS_CONFIG"
# The same few runs, killed at each of their moments.
KILLING = ("test_kill.py", "test_lives.py")
# Who rests, and what children are told: one that has stopped is no longer the current one.
resting: list[tuple[Coverage, str]] = []


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if is_unfollowed(item.path) and not resting:
        rest()
    elif resting and not is_unfollowed(item.path):
        following, os.environ[FOR_CHILDREN] = resting.pop()
        following.start()


def is_unfollowed(path: Path) -> bool:
    """Say whether what the file's tests go through is followed elsewhere."""
    return is_walk(path) or path.name in KILLING


def rest() -> None:
    """Follow neither this process nor those that it starts, if they are followed."""
    if following := Coverage.current():
        resting.append((following, os.environ.pop(FOR_CHILDREN)))
        following.stop()
