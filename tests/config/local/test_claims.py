import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from config.local import claims
from config.local.workspace import Workspace

OWNING = """
import sys, time
from pathlib import Path
from config.local import claims
from config.local.workspace import Workspace
with claims.owned(Workspace("demo", root=Path(sys.argv[1])), "demo", port=8000):
    print("owned", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace("demo", root=tmp_path)


@pytest.fixture
def other(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", OWNING, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "owned\n"
    return process


def test_nobody_owns_at_first(workspace: Workspace) -> None:
    assert claims.owner(workspace) is None


def test_second_owner_is_told_who_the_first_is(workspace: Workspace, other: "subprocess.Popen[str]") -> None:
    with pytest.raises(claims.Taken) as taken, claims.owned(workspace, "demo"):
        pass

    os.kill(other.pid, signal.SIGKILL)
    other.communicate()
    assert taken.value.owner == claims.Owner(other.pid, "demo", 8000)


def test_killed_owner_leaves_no_claim(workspace: Workspace, other: "subprocess.Popen[str]") -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.communicate()

    assert claims.owner(workspace) is None


def test_owner_who_is_done_leaves_no_claim(workspace: Workspace) -> None:
    with claims.owned(workspace, "demo"):
        pass

    assert claims.owner(workspace) is None
