"""Eight threads go through one shape, each with connections of its own."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

from asgiref.sync import sync_to_async
from django.db import connection

from tests.benchmarks.switching.shapes import Shape
from tests.benchmarks.switching.trip import Side, Trip

THREADS = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all threads saw together. `refused`: questions that got an error instead of an answer."""

    switches: int
    reads: int
    events: int
    refused: int
    seconds: float


def run(side: Side, shape: Shape, switches: int) -> Outcome:
    """Switch at least so often in all."""
    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        trips = list(threads.map(lambda seed: _go(side, shape, seed, switches // THREADS), range(THREADS)))
    seconds = time.perf_counter() - started
    totals = (sum(getattr(trip, name) for trip in trips) for name in ("switches", "reads", "events", "refused"))
    return Outcome(*totals, seconds)


def _go(side: Side, shape: Shape, seed: int, switches: int) -> Trip:
    trip = Trip(side, Random(seed))
    try:
        while trip.switches < switches:
            shape(trip)
    finally:
        _close()
        if "pool" in trip.kept:
            trip.kept["pool"].submit(_close).result()
            trip.kept["pool"].shutdown()
        if "loop" in trip.kept:
            trip.kept["loop"].run(sync_to_async(_close)())
            trip.kept["loop"].close()
    return trip


def _close() -> None:
    connection.close()  # this thread's own: looked up here, not where the function is handed over
