"""What coverage does not follow: tests that walk, again and again, through what others test one by one.

Following each line makes a page cost two thirds more, and the walks are half of the suite.
"""

import os
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).parent
WALKS = ("browser", "canaries", "every_page", "faults", "journeys")
FOR_CHILDREN = "COVERAGE_PROCESS_CONFIG"
resting: list[str] = []  # how children are told to follow, while nothing is followed


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    following = Coverage.current()
    walks = item.path.relative_to(ROOT).parts[0] in WALKS
    if following is None or walks == bool(resting):
        return
    if walks:
        resting.append(os.environ.pop(FOR_CHILDREN))
        following.stop()
    else:
        os.environ[FOR_CHILDREN] = resting.pop()
        following.start()
