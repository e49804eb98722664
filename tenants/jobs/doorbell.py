"""Dramatiq: tells a worker at once that a job is waiting. The truth is the row in Postgres."""

import logging
from functools import cache
from typing import Any

import dramatiq
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker
from dramatiq.common import xq_name
from redis import Redis
from redis.exceptions import RedisError

from tenants.isolation.cache import Cache

log = logging.getLogger(__name__)

QUEUE = "jobs"


@cache
def broker() -> RedisBroker:
    """Return the broker of this installation, the same for all processes."""
    # A ring must not hold up the page that asked for the job: what does not answer at once is away.
    client = Redis.from_url(settings.REDIS_URL, **settings.REDIS_PATIENCE)
    made = RedisBroker(client=client, namespace=f"live:{settings.DATABASES['default']['NAME']}")
    dramatiq.set_broker(made)
    return made


def ring(key: str, role: str) -> None:
    """Wake a worker for a job and the role that asked for it. When Redis is away nothing is lost: the reconciler
    rings again.
    """
    if Cache.is_silent():  # a page that asks for five jobs waits once for what does not answer
        return
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=QUEUE, actor_name="run", args=(key, role), kwargs={}, options={}
    )
    try:
        broker().enqueue(message)
    except (RedisError, dramatiq.errors.BrokerError):
        Cache.fall_silent()
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
