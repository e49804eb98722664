"""What Prometheus counts. Labels are words of our own: names of pages and jobs, tenants' slugs, states.

A label multiplies: with 546 tenants, about 150 pages and 10 buckets, all in one would be a million series. So the
tenant is only on counters that carry nothing else but how it ended.
"""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("live_requests", "Requests, by page.", ["route", "method", "status"])
TENANT_REQUESTS = Counter("live_tenant_requests", "Requests, by tenant.", ["tenant", "status"])
REQUEST_SECONDS = Histogram(
    "live_request_seconds",
    "How long a request took, by page.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
QUERIES = Counter("live_request_queries", "Queries of requests, by page.", ["route"])
DATABASE_SECONDS = Counter(
    "live_request_database_seconds", "Time that requests waited for Postgres, by page.", ["route"]
)
CONNECTIONS = Counter("live_database_connections", "Connections to Postgres that were opened.")
JOBS = Counter("live_jobs", "Attempts at jobs, by job.", ["job", "outcome"])
TENANT_JOBS = Counter("live_tenant_jobs", "Attempts at jobs, by tenant.", ["tenant", "outcome"])


def count_request(line: dict[str, str], seconds: float, queries: int, database_seconds: float) -> None:
    """Count a request that was answered; `line` holds tenant, route, method and status."""
    route, status = line["route"], line["status"]
    REQUESTS.labels(route, line["method"], status).inc()
    TENANT_REQUESTS.labels(line["tenant"], f"{status[0]}xx").inc()
    REQUEST_SECONDS.labels(route).observe(seconds)
    QUERIES.labels(route).inc(queries)
    DATABASE_SECONDS.labels(route).inc(database_seconds)


def count_job(job: str, tenant: str, outcome: str) -> None:
    """Count an attempt at a job."""
    JOBS.labels(job, outcome).inc()
    TENANT_JOBS.labels(tenant, outcome).inc()
