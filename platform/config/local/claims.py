"""Who runs an installation: one process owns its servers, others may use them meanwhile."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from config.local.workspace import Workspace

# Who only asks for the owner holds the claim that long at most.
MOMENT = 0.5


@dataclass(frozen=True)
class Owner:
    """The process that owns the servers: its number, its command, and the web's port, 0 without one."""

    pid: int
    command: str
    port: int


class Taken(Exception):
    """Another process owns the servers."""

    def __init__(self, owner: Owner) -> None:
        super().__init__(f"'./dev {owner.command}' runs here already (process {owner.pid}).")
        self.owner = owner


@contextmanager
def owned(workspace: Workspace, command: str, *, port: int = 0, wait: bool = False) -> Iterator[None]:
    """Own the servers for the length of the block.

    The kernel frees the claim when the process ends, however it ends.

    Raises: Taken.
    """
    with _opened(workspace, "owner") as file:
        if not _claimed(file, patience=None if wait else MOMENT):
            raise Taken(_read(file))
        file.truncate(0)
        file.write(json.dumps(asdict(Owner(os.getpid(), command, port))))
        file.flush()
        yield


def owner(workspace: Workspace) -> Owner | None:
    """Return who owns the servers now."""
    with _opened(workspace, "owner") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _read(file)
        return None


def _claimed(file: IO[str], *, patience: float | None) -> bool:
    """Claim the file; with patience None, however long it takes."""
    started = time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if patience is not None and time.monotonic() - started > patience:
                return False
            time.sleep(0.05)
        else:
            return True


@contextmanager
def used(workspace: Workspace) -> Iterator[None]:
    """Use servers that another process owns."""
    with _opened(workspace, "users") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def wait_until_unused(workspace: Workspace) -> None:
    """Wait for those who use our servers."""
    with _opened(workspace, "users") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def _opened(workspace: Workspace, name: str) -> IO[str]:
    folder: Path = workspace.folder
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / name).open("a+")


def _read(file: IO[str]) -> Owner:
    file.seek(0)
    text = file.read()
    return Owner(**json.loads(text)) if text else Owner(0, "demo", 0)
