"""What the terminal shows of a step: its name, then how long it took."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.local.errors import Refusal

LAST_LINES = 40


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title, then the seconds it took or that it failed."""
    print(f"{title} … ", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("failed" if isinstance(sys.exception(), Exception) else "stopped", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def run(title: str, command: Sequence[str], *, environment: dict[str, str], folder: Path) -> None:
    """Run a command as a step, silent unless it fails.

    Raises: Refusal with the end of what it printed.
    """
    with step(title):
        done = subprocess.run(
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            last = "\n".join((done.stdout + done.stderr).splitlines()[-LAST_LINES:])
            raise Refusal(f"{last}\n{title}: this did not work; the lines above say why.")
