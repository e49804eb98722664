"""What Prometheus scrapes, on the platform's host and with the installation's token only.

Web and worker processes write their counters into one folder (`LIVE_METRICS_FOLDER`), so it does not matter which
of them answers. What is in the queue is asked when the scrape comes.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config import health
from tenants.jobs import queries as jobs
from tenants.quotas import queries as quotas


@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give all figures to who has the token; to everybody else there is no such page."""
    if not _may_read(request):
        raise Http404
    now = CollectorRegistry()
    now.register(Now())
    return HttpResponse(generate_latest(_counted()) + generate_latest(now), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")


def _counted() -> CollectorRegistry:
    """Return what all processes counted; only this one where they share no folder."""
    if not settings.METRICS_TOKEN or settings.METRICS_FOLDER is None:
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_FOLDER))  # type: ignore[no-untyped-call]
    return registry


class Now(Collector):
    """What is so at this moment: which part is ready, and what waits in the queue."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        ready = GaugeMetricFamily("live_ready", "1 where readiness finds nothing wrong.", labels=["part"])
        for name, look in health.LOOKS.items():
            ready.add_metric([name], float(look() == health.OK))
        yield ready
        try:
            yield from _queue()
            yield from _quotas()
        except Error:
            return  # without Postgres nobody knows; live_ready says that it is away


def _queue() -> Iterator[GaugeMetricFamily]:
    counts, wait = jobs.counts(), jobs.oldest_wait()
    queue = GaugeMetricFamily("live_queue_jobs", "Jobs in the queue.", labels=["state"])
    for state, count in counts.items():
        queue.add_metric([state], count)
    yield queue
    yield GaugeMetricFamily("live_queue_oldest_wait_seconds", "How long the oldest due job has waited.", value=wait)


def _quotas() -> Iterator[GaugeMetricFamily]:
    used = GaugeMetricFamily("live_tenant_quota_used", "How much a tenant uses.", labels=["tenant", "kind"])
    limit = GaugeMetricFamily("live_tenant_quota_limit", "How much a tenant may use.", labels=["tenant", "kind"])
    for slug, kind, number, ceiling in quotas.figures():
        used.add_metric([slug, kind], number)
        limit.add_metric([slug, kind], ceiling)
    yield used
    yield limit
