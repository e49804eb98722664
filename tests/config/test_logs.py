"""What a log holds: which page, for whom, how it ended. What people typed is in none of it."""

import io
import json
import logging
import re

import pytest
import structlog
from django.db import transaction
from django.test import Client

from app_modules.complaints.models import Case
from config.logs import Formatter
from kernel.accounts.models import Person
from tenants.isolation.current import enter
from tenants.jobs import worker
from tenants.jobs.actions import enqueue
from tenants.jobs.models import Job
from tenants.jobs.registry import TASKS, job

CANARIES = {
    "login": "kenari.surel@example.org",
    "name": "Kenari Bernama",
    "phone": "081299887766",
    "nik": "3171234509870001",
    "words": "Kenari bercerita bahwa tetangganya berutang.",
    "password": "kenari-sandi-rahasia",
}
NUMBER = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines():
    """All that is logged during the test, as it would be written."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def browser(makassar):
    return Client(SERVER_NAME=makassar.domain, raise_request_exception=False, REMOTE_ADDR="203.0.113.77")


def found_in(text: str, *more: str) -> list[str]:
    return [secret for secret in (*CANARIES.values(), *more, "203.0.113.77", "sessionid=") if secret in text]


def requests(lines) -> list[dict[str, object]]:
    named = ("tenant", "route", "method", "status")
    return [{name: line[name] for name in named} for line in lines if line["logger"] == "config.requests"]


def report(browser, **changed: str):
    page = browser.get("/laporan/buat/").content.decode()
    kept = {"submission": re.search(r'name="submission"[^>]*value="([^"]+)"', page)[1]}
    for name in ("category", "village"):
        offered = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)[0]
        kept[name] = re.search(r'<option value="([^"]+)"', offered)[1]
    typed = {"description": CANARIES["words"], "email": CANARIES["login"], "landmark": CANARIES["nik"]}
    return browser.post("/laporan/buat/", {**kept, **typed, "name": CANARIES["name"], **changed})


def test_request_has_one_line(lines, browser):
    browser.get("/berita/?q=kenari", headers={"X-Request-ID": NUMBER})

    line = next(line for line in lines() if line["logger"] == "config.requests")
    assert set(line) == {
        *("event", "level", "logger", "timestamp", "request"),
        *("tenant", "route", "method", "status", "seconds", "queries"),
    }
    assert requests(lines()) == [{"tenant": "makassar", "route": "news:index", "method": "GET", "status": 200}]
    assert line["request"] == NUMBER


@pytest.mark.parametrize("given", [NUMBER, "01234567-89ab-cdef-0123-456789abcdef"])
def test_request_keeps_the_number_that_a_proxy_gave(browser, given):
    assert browser.get("/", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "kenari", CANARIES["nik"], f"{NUMBER}\n", f"{NUMBER}0", NUMBER.upper()])
def test_request_gets_a_number_of_its_own_otherwise(browser, given):
    response = browser.get("/", headers={"X-Request-ID": given})

    assert re.fullmatch("[0-9a-f]{32}", response["X-Request-ID"])
    assert response["X-Request-ID"] != given


@pytest.mark.parametrize(
    ("host", "path", "line"),
    [
        ("makassar.localhost", "/tidak-ada/", {"tenant": "makassar", "route": "none", "status": 404}),
        ("tidak-ada.localhost", "/", {"tenant": "nobody", "route": "none", "status": 404}),
        ("localhost", "/healthz", {"tenant": "platform", "route": "alive", "status": 200}),
    ],
)
def test_request_line_says_where_and_how_it_ended(lines, db, host, path, line):
    Client().get(path, headers={"host": host})

    assert requests(lines()) == [{"method": "GET", **line}]


def test_method_is_one_of_few_words(lines, browser):
    browser.generic("KENARI", "/")

    assert [line["method"] for line in requests(lines())] == ["other"]


def test_a_report_leaves_nothing_of_it_in_the_log(lines, browser, makassar):
    secret_path = report(browser)["Location"]
    browser.get(secret_path)
    browser.get(f"{secret_path[:-3]}/")
    report(browser, phone=f"{CANARIES['phone']} bukan nomor")

    text = json.dumps(lines())
    with enter(makassar):
        assert Case.objects.filter(reporter_email=CANARIES["login"]).exists()
    assert [line["status"] for line in requests(lines())] == [200, 302, 200, 404, 200, 400]
    assert found_in(text, secret_path.split("/")[3][:20]) == []


def test_a_log_in_that_fails_leaves_nothing_in_the_log(lines, browser):
    browser.post("/masuk/", {"login": CANARIES["login"], "password": CANARIES["password"]})
    Client(enforce_csrf_checks=True, SERVER_NAME="makassar.localhost").post("/masuk/?x=Kenari%20Bernama", CANARIES)
    browser.get("/masuk/", headers={"host": f"kenari {CANARIES['nik']}"})

    assert [line["status"] for line in requests(lines())] == [200, 403, 400]
    assert found_in(json.dumps(lines())) == []


def broken(kind: str):
    """Return a view's part that fails with what people typed in the error."""

    def fail(*_given: object) -> None:
        if kind == "value":
            raise ValueError(" ".join(CANARIES.values()))
        Person.objects.create_user(CANARIES["login"], CANARIES["name"], CANARIES["password"])
        Person.objects.create_user(CANARIES["login"], CANARIES["name"], CANARIES["password"])

    return fail


@pytest.mark.parametrize(("kind", "fact"), [("value", "ValueError\n"), ("database", "IntegrityError: sqlstate 23505")])
def test_a_view_that_fails_leaves_where_and_no_value(lines, browser, monkeypatch, kind, fact):
    monkeypatch.setattr("tenants.portal.contributions.home", broken(kind))

    response = browser.get(f"/?q={CANARIES['nik']}", headers={"X-Request-ID": NUMBER})

    failed = [line for line in lines() if "exception" in line]
    assert response.status_code == 500
    assert {(line["tenant"], line["request"], line["level"]) for line in failed} == {("makassar", NUMBER, "error")}
    assert fact in failed[0]["exception"]
    assert "in fail\n" in failed[0]["exception"]
    assert found_in(json.dumps(lines())) == []


@pytest.mark.parametrize(("kind", "fact"), [("value", "ValueError\n"), ("database", "IntegrityError: sqlstate 23505")])
def test_a_job_that_fails_leaves_where_and_no_value(lines, makassar, on_platform, kind, fact):
    job("test.fail")(broken(kind))
    with enter(makassar), transaction.atomic():
        key = enqueue("test.fail")

    worker.run(key)

    del TASKS["test.fail"]
    line = next(line for line in lines() if line["logger"] == "tenants.jobs.worker")
    assert (line["tenant"], line["job"], line["attempt"], line["level"]) == ("makassar", "test.fail", 1, "error")
    written = Job.objects.get(key=key).error
    assert fact in written
    assert fact in line["exception"]
    assert found_in(json.dumps(lines()) + written) == []


def test_a_job_has_one_line(lines, makassar, on_platform):
    job("test.pass")(lambda **payload: None)
    with enter(makassar), transaction.atomic():
        key = enqueue("test.pass", words=CANARIES["words"])

    worker.run(key)

    del TASKS["test.pass"]
    said = [line for line in lines() if line["logger"] == "tenants.jobs.worker"]
    assert [(line["event"], line["tenant"], line["job"]) for line in said] == [
        ("A job was done.", "makassar", "test.pass")
    ]
    assert found_in(json.dumps(lines())) == []


def test_a_job_has_the_number_of_the_request_that_ordered_it(lines, makassar, on_platform):
    job("test.first")(lambda: enqueue("test.second"))
    job("test.second")(lambda: None)
    with enter(makassar), transaction.atomic():
        enqueue("test.second")
        with structlog.contextvars.bound_contextvars(request=NUMBER):
            enqueue("test.first")

    for name in ("test.first", "test.second", "test.second"):
        worker.run(Job.objects.filter(name=name, state="waiting").latest("id").key)

    del TASKS["test.first"], TASKS["test.second"]
    said = [line for line in lines() if line["logger"] == "tenants.jobs.worker"]
    assert [(line["job"], line.get("request")) for line in said] == [
        ("test.first", NUMBER),
        ("test.second", NUMBER),
        ("test.second", None),
    ]


def test_a_page_gives_its_number_to_the_jobs_that_it_orders(browser, on_platform):
    Job.objects.all().delete()

    sent = report(browser)

    assert set(Job.objects.values_list("request", flat=True)) == {sent["X-Request-ID"]}


def test_lines_of_libraries_keep_their_sentence_only(lines):
    logging.getLogger("smtplib.example").warning("Refused: %s", CANARIES["login"], extra={"state": CANARIES["nik"]})

    assert [line["event"] for line in lines()] == ["Refused: %s"]
    assert found_in(json.dumps(lines())) == []


def test_the_log_can_hold_what_it_must_not(lines):
    logging.getLogger("tenants.example").warning("Planted: %s", CANARIES["login"])

    assert found_in(json.dumps(lines())) == [CANARIES["login"]]
