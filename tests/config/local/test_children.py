import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.local.children import Child, running

STARTING = """
import sys, time
from pathlib import Path
from config.local.children import Child, running
with running(Child("sleep", ["sleep", "60"], log=Path(sys.argv[1]))) as child:
    print(child.process.pid, flush=True)
    time.sleep(60)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def has_ended(pid: int) -> bool:
    patience = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < patience:
        time.sleep(0.01)
    return not is_alive(pid)


def test_child_ends_with_the_block(tmp_path: Path) -> None:
    with running(Child("sleep", ["sleep", "60"], log=tmp_path / "log")) as child:
        assert not child.has_ended()

    assert child.has_ended()


def test_children_of_a_child_end_too(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/pid; wait"
    with running(Child("shell", ["sh", "-c", script], log=tmp_path / "log")):
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
            time.sleep(0.01)

    assert has_ended(int((tmp_path / "pid").read_text()))


def test_child_ends_when_we_are_killed(tmp_path: Path) -> None:
    we = subprocess.Popen([sys.executable, "-c", STARTING, str(tmp_path / "log")], stdout=subprocess.PIPE, text=True)
    assert we.stdout is not None
    pid = int(we.stdout.readline())
    assert is_alive(pid)

    os.kill(we.pid, signal.SIGKILL)
    we.communicate()

    assert has_ended(pid)


def test_child_that_ended_is_started_again(tmp_path: Path) -> None:
    with running(Child("true", ["true"], log=tmp_path / "log")) as child:
        assert child.process is not None
        child.process.wait()
        first = child.process.pid

        child.start()

        assert child.process.pid != first
