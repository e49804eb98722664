"""Figures: for who has the token, with the tenant, without people."""

import re

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from tenants.isolation.current import enter
from tenants.jobs import worker
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tests.config.test_logs import CANARIES, browser, report
from tests.tenants.quotas.conftest import set_quota

__all__ = ["browser"]
TOKEN = "token-of-this-test"
LABELS = {"route", "method", "status", "tenant", "le", "job", "outcome", "part", "state", "kind"}


@pytest.fixture
def scrape(settings, db):
    """Ask as Prometheus does: a sample's name and labels → its value."""
    settings.METRICS_TOKEN = TOKEN

    def ask() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        response = Client().get("/metrics", headers={"host": "localhost", "Authorization": f"Bearer {TOKEN}"})
        families = text_string_to_metric_families(response.content.decode())
        return {(each.name, frozenset(each.labels.items())): each.value for of in families for each in of.samples}

    return ask


def value(samples, name: str, **labels: str) -> float:
    return samples.get((name, frozenset(labels.items())), 0.0)


@pytest.mark.parametrize(
    ("host", "given"),
    [
        ("localhost", ""),
        ("localhost", "Bearer "),
        ("localhost", "Bearer another"),
        ("localhost", TOKEN),
        ("makassar.localhost", f"Bearer {TOKEN}"),
        ("10.0.0.7", f"Bearer {TOKEN}"),
    ],
)
def test_metrics_are_no_page_for_others(settings, db, host, given):
    settings.METRICS_TOKEN = TOKEN

    assert Client().get("/metrics", headers={"host": host, "Authorization": given}).status_code == 404


def test_metrics_are_off_without_a_token(settings, db):
    settings.METRICS_TOKEN = ""

    assert Client().get("/metrics", headers={"host": "localhost", "Authorization": "Bearer "}).status_code == 404


def test_request_counts_by_page_and_by_tenant(scrape, browser):
    page, tenant = {"route": "news:index", "method": "GET", "status": "200"}, {"tenant": "makassar", "status": "2xx"}
    before = scrape()

    browser.get("/berita/")

    after = scrape()
    grown = [
        value(after, name, **labels) - value(before, name, **labels)
        for name, labels in (
            ("live_requests_total", page),
            ("live_tenant_requests_total", tenant),
            ("live_request_seconds_count", {"route": "news:index"}),
        )
    ]
    assert grown == [1, 1, 1]
    assert value(after, "live_request_queries_total", route="news:index") > 0
    assert value(after, "live_request_database_seconds_total", route="news:index") > 0


def test_job_counts_by_job_and_by_tenant(scrape, makassar, on_platform):
    before = scrape()
    with enter(makassar), transaction.atomic():
        keys = [enqueue(name) for name in ("news.take_reads", "test.unheard_of")]

    for key in keys:
        worker.run(key)

    after = scrape()
    assert [
        value(after, name, **labels) - value(before, name, **labels)
        for name, labels in (
            ("live_jobs_total", {"job": "news.take_reads", "outcome": "done"}),
            ("live_jobs_total", {"job": "unknown", "outcome": "failed"}),
            ("live_tenant_jobs_total", {"tenant": "makassar", "outcome": "failed"}),
        )
    ] == [1, 1, 1]


def test_scrape_knows_what_waits(scrape, on_platform):
    Job.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO job (key, tenant_role, name, due_at) VALUES ('late', 'x', 'x', now() - interval '2 minutes')"
        )

    samples = scrape()

    assert value(samples, "live_queue_jobs", state="waiting") == 1
    assert value(samples, "live_queue_oldest_wait_seconds") >= 120
    assert value(samples, "live_ready", part="worker") == 0
    assert value(samples, "live_ready", part="postgres") == 1


def test_scrape_without_postgres_says_so(scrape):
    def away(*_query):
        raise OperationalError

    with connection.execute_wrapper(away):
        samples = scrape()

    assert value(samples, "live_ready", part="redis") == 1
    assert (("live_ready", frozenset({("part", "postgres")})), 0.0) in samples.items()
    assert not [name for name, _labels in samples if name.startswith("live_queue")]


def test_connection_counts(scrape, on_platform):
    before, other = value(scrape(), "live_database_connections_total"), connection.copy()

    other.ensure_connection()

    other.close()
    assert value(scrape(), "live_database_connections_total") == before + 1


def test_labels_are_words_of_ours(scrape, browser, makassar, on_platform):
    with enter(makassar):
        key = enqueue("news.take_reads")
    worker.run(key)
    link = report(browser)["Location"]
    browser.get(link)
    browser.get(f"/{CANARIES['phone']}/?q={CANARIES['login']}")
    browser.get("/", headers={"host": f"{CANARIES['phone']}.example.org"})

    samples = scrape()

    labels = {pair for name, given in samples for pair in given if name.startswith("live_")}
    text = repr(labels)
    assert {name for name, _value in labels} == LABELS
    assert ("route", "complaints:sent") in labels
    assert [secret for secret in (*CANARIES.values(), link.split("/")[3]) if secret in text] == []
    assert all(re.fullmatch(r"[\w:.+-]+", value) for _name, value in labels)


def test_tenant_multiplies_with_nothing_but_how_it_ended_and_its_four_limits(scrape, browser):
    browser.get("/")

    beside = {frozenset(name for name, _value in given) for _name, given in scrape()}

    assert {each for each in beside if "tenant" in each} <= {
        frozenset({"tenant", "status"}),
        frozenset({"tenant", "outcome"}),
        frozenset({"tenant", "kind"}),
    }


def test_scrape_knows_what_a_tenant_uses_and_may(scrape, makassar):
    set_quota(makassar, "rows", used=7, allowed=9)
    set_quota(makassar, "mails", used=7, day="2020-01-01")

    samples = scrape()

    rows, mails = {"tenant": "makassar", "kind": "rows"}, {"tenant": "makassar", "kind": "mails"}
    assert value(samples, "live_tenant_quota_used", **rows) == 7
    assert value(samples, "live_tenant_quota_limit", **rows) == 9
    assert value(samples, "live_tenant_quota_used", **mails) == 0
