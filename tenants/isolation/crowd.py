"""No region takes all of a process: how many threads each has at once."""

from collections import defaultdict, deque
from threading import Event, Lock


class Crowd:
    """Who is inside, how many of each, and who waits for whom to leave.

    Who waits holds a thread as well: so one may only while fewer than `room` threads of the process are held, for
    whomever, and for at most `patience` seconds. In no room nobody waits.
    """

    def __init__(self, at_most: int, *, room: int = 0, patience: float = 0.0) -> None:
        self._at_most, self._room, self._patience = at_most, room, patience
        self._held = 0
        self._inside: defaultdict[str, int] = defaultdict(int)
        self._waiting: defaultdict[str, deque[Event]] = defaultdict(deque)
        self._lock = Lock()

    def entered(self, who: str) -> "Stay":
        """Be one more of `who` until the block ends; the block gets False, and nothing is counted, where it is full."""
        return Stay(self, who)

    def come(self, who: str) -> bool:
        """Be one more of `who` from now on, perhaps after waiting for one's turn; say whether there was room."""
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

    def go(self, who: str) -> None:
        """Leave one's place to who has waited longest: nobody who comes later is faster."""
        with self._lock:
            self._held -= 1
            if waiting := self._waiting.get(who):
                waiting.popleft().set()
                return
            self._inside[who] -= 1
            if not self._inside[who]:
                del self._inside[who]  # regions come and go; the count of none is none
                self._waiting.pop(who, None)


class Stay:
    """One stay in a crowd."""

    __slots__ = ("_crowd", "_is_inside", "_who")

    def __init__(self, crowd: Crowd, who: str) -> None:
        self._crowd, self._who = crowd, who

    def __enter__(self) -> bool:
        self._is_inside = self._crowd.come(self._who)
        return self._is_inside

    def __exit__(self, *error: object) -> None:
        if self._is_inside:
            self._crowd.go(self._who)
