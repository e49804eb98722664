"""No region takes all of a process: how many threads each has at once."""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Crowd:
    """Who is inside, how many of each, and who waits for whom to leave.

    Who waits holds a thread as well: so one may only while fewer than `room` threads of the process are held, for
    whomever, and for at most `patience` seconds. In no room nobody waits.
    """

    def __init__(self, at_most: int, *, room: int = 0, patience: float = 0.0) -> None:
        self._at_most, self._room, self._patience = at_most, room, patience
        self._held = 0
        self._inside: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[Event]] = defaultdict(deque)
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
            if self._inside[who] < self._at_most:
                self._inside[who] += 1
                self._held += 1
                return True
            if self._held >= self._room:
                return False
            self._held += 1
            turn = Event()
            self._waiting[who].append(turn)
        turn.wait(self._patience)
        return self._is_its_turn(who, turn)

    def _is_its_turn(self, who: str, turn: Event) -> bool:
        """Say whether somebody made room in time; who waited in vain holds no thread any more."""
        with self._lock:
            if not turn.is_set():
                self._waiting[who].remove(turn)
                self._held -= 1
            return turn.is_set()

    def _go(self, who: str) -> None:
        """Leave one's place to who has waited longest: nobody who comes later is faster."""
        with self._lock:
            self._held -= 1
            if waiting := self._waiting[who]:
                waiting.popleft().set()
                return
            self._inside[who] -= 1
            if not self._inside[who]:
                del self._inside[who], self._waiting[who]  # regions come and go; the count of none is none
