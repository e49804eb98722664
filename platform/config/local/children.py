"""Processes that never outlive us."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
PATIENCE = 12.0
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Child:
    """A command that runs until we stop it, in a process group of its own.

    `end` is the signal that stops it, sent by the kernel too when we are killed.
    `account` is whom it runs as, where not as ourselves.
    """

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str] | None = None
    end: signal.Signals = signal.SIGTERM
    account: str | None = None
    executable: str | None = None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it, its words going to the end of its log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                executable=self.executable,
                env=self.environment,
                cwd="/" if self.account else None,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                user=self.account,
                group=self.account,
                extra_groups=[self.account] if self.account else None,
                start_new_session=True,
                preexec_fn=die_with_parent(self.end),  # noqa: PLW1509 - we have one thread
            )

    def has_ended(self) -> bool:
        """Say whether it does not run, or no longer."""
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        """Ask it to end, then insist."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(self.end)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        self.sweep()

    def sweep(self) -> None:
        """End what is left of its group."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def running(child: Child) -> Iterator[Child]:
    """Run the child for the length of the block."""
    try:
        child.start()
        yield child
    finally:
        child.stop()


def die_with_parent(end: signal.Signals) -> Callable[[], None]:
    """Return what a new process must call, so that the kernel ends it when we are gone."""
    parent = os.getpid()

    def ask() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, end)
        if os.getppid() != parent:
            os._exit(1)

    return ask
