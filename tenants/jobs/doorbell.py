"""Dramatiq: tells a worker at once that a job is waiting. The truth is the row in Postgres."""

import logging
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

import dramatiq
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker
from dramatiq.common import xq_name
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

QUEUE = "jobs"
# Seconds in which a process does not ring again after Redis did not answer; the reconciler rings for what waits.
QUIET = 2


@cache
def broker() -> RedisBroker:
    """Return the broker of this installation, the same for all processes."""
    # A ring must not hold up the page that asked for the job: what does not answer at once is away.
    client = Redis.from_url(settings.REDIS_URL, **settings.REDIS_PATIENCE)
    made = RedisBroker(client=client, namespace=f"live:{settings.DATABASES['default']['NAME']}")
    dramatiq.set_broker(made)
    return made


@dataclass
class Line:
    """When Redis is tried again: a page that asks for five jobs waits for what does not answer once."""

    away_until: float = 0


line = Line()


def ring(key: str, role: str) -> None:
    """Wake a worker for a job and the role that asked for it. When Redis is away nothing is lost: the reconciler
    rings again.
    """
    if time.monotonic() < line.away_until:
        return
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=QUEUE, actor_name="run", args=(key, role), kwargs={}, options={}
    )
    try:
        broker().enqueue(message)
    except (RedisError, dramatiq.errors.BrokerError):
        line.away_until = time.monotonic() + QUIET
        log.warning("The job waits for the reconciler: Redis does not answer.")


def messages(role: str) -> list[tuple[str, bytes]]:
    """Return the messages that ring for a role's jobs, the given-up ones too: each its queue in Redis and its number.

    Raises: RedisError.
    """
    client: Any = broker().client
    return [
        (place, number)
        for place in (f"{broker().namespace}:{name}" for name in (QUEUE, xq_name(QUEUE)))
        for number, message in client.hgetall(f"{place}.msgs").items()
        if role in dramatiq.Message.decode(message).args
    ]


def forget(role: str) -> None:
    """Delete the messages that ring for a role's jobs.

    Raises: RedisError.
    """
    client: Any = broker().client
    for place, number in messages(role):
        if place.endswith(xq_name(QUEUE)):
            client.zrem(place, number)
        else:
            client.lrem(place, 0, number)
        client.hdel(f"{place}.msgs", number)
