"""No region takes all of a process: how many threads each has at once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Crowd:
    """Who is inside, and how many of each. Nobody waits: a thread that waits would be taken too."""

    def __init__(self, at_most: int) -> None:
        self._at_most = at_most
        self._inside: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def entered(self, who: str) -> Iterator[bool]:
        """Be one more of `who` until the block ends; yield False, and count nothing, where there are enough."""
        is_inside = self._come(who)
        try:
            yield is_inside
        finally:
            if is_inside:
                self._go(who)

    def _come(self, who: str) -> bool:
        with self._lock:
            if self._inside[who] >= self._at_most:
                return False
            self._inside[who] += 1
            return True

    def _go(self, who: str) -> None:
        with self._lock:
            self._inside[who] -= 1
            if not self._inside[who]:
                del self._inside[who]  # regions come and go; the count of none is none
