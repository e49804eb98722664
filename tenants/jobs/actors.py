"""What a worker process runs: dramatiq's one actor, and the middleware that keeps it clean."""

import dramatiq
from django.db import close_old_connections
from dramatiq import Broker, MessageProxy, Middleware, Worker

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


def register() -> Broker:
    """Return the broker with the actor declared; the worker process starts from it."""
    broker = doorbell.broker()
    broker.add_middleware(TenantMiddleware())
    dramatiq.actor(actor_name="run", queue_name=doorbell.QUEUE, max_retries=0, broker=broker)(worker.run)
    return broker
