"""What the worker processes of `test_kill` run: the real broker, and one job that lasts until it is killed."""

import os
import time
from pathlib import Path

from config.broker import broker
from tenants.jobs.registry import job

__all__ = ["broker"]


@job("test.last", is_atomic=False)
def last(folder: str) -> None:
    """Say who runs it, then last for ever; the second time be done at once."""
    begun = Path(folder) / "begun"
    if begun.exists():
        (Path(folder) / "done").write_text(str(os.getpid()))
        return
    begun.with_suffix(".part").write_text(str(os.getpgid(0)))
    begun.with_suffix(".part").rename(begun)
    time.sleep(600)
