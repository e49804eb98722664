"""Run one side of a benchmark in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any


def run(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a module, with these variables besides ours, and return what it printed.

    Raises: RuntimeError with the end of its complaint.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, **(environment or {})}, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{module} failed: {done.stderr[-2000:]}")
    return done.stdout


def result(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Any:
    """Return the JSON that a module prints last."""
    return json.loads(run(module, *arguments, environment=environment).strip().splitlines()[-1])
