"""What a worker process runs: dramatiq's one actor, and the middleware that keeps it clean."""

from collections import OrderedDict, defaultdict
from contextlib import suppress

import dramatiq
from django.conf import settings
from django.db import close_old_connections
from dramatiq import Broker, MessageProxy, Middleware, Worker

from tenants.isolation.crowd import Crowd
from tenants.jobs import doorbell, worker
from tenants.jobs.reconciler import Reconciler


class TenantMiddleware(Middleware):
    """Starts the reconciler with the worker; gives each job a sound connection and no place."""

    def __init__(self) -> None:
        self._reconciler = Reconciler()

    def after_worker_boot(self, broker: Broker, worker: Worker) -> None:
        self._reconciler.start()

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        self._reconciler.stop()

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        close_old_connections()

    def after_process_message(
        self, broker: Broker, message: MessageProxy, *, result: object = None, exception: BaseException | None = None
    ) -> None:
        close_old_connections()


_crowd = Crowd(settings.JOBS_A_TENANT)
# By role, the jobs that were rung for while it had enough threads, oldest first. They are lost with the process, and
# then the reconciler rings for them.
_passed_over: defaultdict[str, OrderedDict[str, None]] = defaultdict(OrderedDict)


def answer(key: str, role: str = "") -> None:
    """Carry out the job that was rung for; or, while its role has enough of the threads, ring for it again later."""
    with _crowd.entered(role) as is_inside:
        if not is_inside:
            _passed_over[role][key] = None
            return
        worker.run(key)
    with suppress(KeyError):  # none was passed over
        oldest, _none = _passed_over[role].popitem(last=False)
        doorbell.ring(oldest, role)


def register() -> Broker:
    """Return the broker with the actor declared; the worker process starts from it."""
    broker = doorbell.broker()
    broker.add_middleware(TenantMiddleware())
    dramatiq.actor(actor_name="run", queue_name=doorbell.QUEUE, max_retries=0, broker=broker)(answer)
    return broker
