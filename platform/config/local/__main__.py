"""`./dev` after its shell part: one function a command."""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from config.local import demo, management, quality
from config.local.errors import Refusal

COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo.demo,
    "stop": lambda _: demo.stop(),
    "reset": demo.reset,
    "test": quality.test,
    "check": lambda _: quality.check(),
    "fmt": lambda _: quality.fmt(),
    "bench": quality.bench,
    "manage": management.manage,
}
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main() -> int:
    """Carry out the command; what it started ends with it, whatever ends it."""
    for each in ENDING:
        signal.signal(each, _end)
    try:
        return COMMANDS[sys.argv[1]](sys.argv[2:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0 if sys.argv[1] == "demo" else 130


def _end(number: int, frame: FrameType | None) -> None:
    """Leave all blocks in order; a second signal does not disturb that."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
