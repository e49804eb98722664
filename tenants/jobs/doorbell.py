"""Dramatiq: tells a worker at once that a job is waiting. The truth is the row in Postgres."""

import logging
from functools import cache

import dramatiq
from django.conf import settings
from dramatiq.brokers.redis import RedisBroker
from redis import Redis
from redis.exceptions import RedisError

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
    message: dramatiq.Message[None] = dramatiq.Message(
        queue_name=QUEUE, actor_name="run", args=(key, role), kwargs={}, options={}
    )
    try:
        broker().enqueue(message)
    except (RedisError, dramatiq.errors.BrokerError):
        log.warning("The job waits for the reconciler: Redis does not answer.")
