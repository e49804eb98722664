"""No process writes or shows a secret, nor what people typed."""

import re

import psycopg2
import pytest

from tests.faults import machine as of
from tests.faults import people
from tests.faults.machine import Machine, wait_for

pytestmark = [pytest.mark.slow]

TYPED = {
    "description": "Kenari bercerita bahwa tetangganya berutang.",
    "name": "Kenari Bernama",
    "email": "kenari.surel@example.org",
    "phone": "081299887766",
    "landmark": "NIK 3171234509870001",
}
WRONG = "kenari-sandi-rahasia"


def test_no_secret_is_in_logs_job_errors_or_the_list_of_processes(machine: Machine) -> None:
    taken = people.report(machine, **TYPED)
    link = taken.headers["location"]
    refused = people.report(machine, **{**TYPED, "phone": "bukan nomor 081299887766"})
    seen = machine.get(link, **{"X-Forwarded-For": "203.0.113.77"})
    failed = people.log_in(machine, TYPED["email"], WRONG)
    machine.execute(
        "INSERT INTO job (key, tenant_role, name, payload) VALUES ('kenari', 'live_platform', %s, %s)",
        "mail.deliver",
        '{"to": "kenari.surel@example.org"}',
    )
    wait_for(lambda: machine.execute("SELECT error FROM job WHERE key = 'kenari' AND error <> ''") != [])
    with pytest.raises(psycopg2.DataError):
        machine.execute("SELECT %s::integer", TYPED["email"])
    machine.postgres.stop()
    away = machine.get(f"{link}?email={TYPED['email']}")
    machine.postgres.start()
    wait_for(lambda: machine.get().status == 200)

    errors = "".join(error for (error,) in machine.execute("SELECT error FROM job"))
    secrets = [
        *TYPED.values(),
        WRONG,
        link.split("/")[3],
        of.PASSWORD,
        of.METRICS_TOKEN,
        machine.settings["LIVE_SECRET_KEY"],
        machine.settings["LIVE_BACKUP_KEYS"],
        machine.settings["LIVE_CERTIFICATE_KEY"],
        "203.0.113.77",
    ]
    machine.execute("DELETE FROM job WHERE key = 'kenari'")
    assert [answer.status for answer in (taken, refused, seen, failed, away)] == [302, 400, 200, 200, 503]
    assert "Traceback" in errors
    assert '"route": "complaints:sent"' in machine.logs()
    assert "database system is ready" in machine.logs()
    assert f"password={of.PASSWORD}" in machine.settings["LIVE_DATABASE_URL"]
    shown = machine.logs() + errors + machine.command_lines()
    assert [secret for secret in secrets if secret in shown] == []


def test_scrape_of_any_process_has_what_all_of_them_counted(machine: Machine) -> None:
    for _ in range(20):
        machine.get("/aksesibilitas/")
    wait_for(lambda: machine.unfinished() == 0)

    scraped = machine.get("/metrics", "localhost", Authorization=f"Bearer {of.METRICS_TOKEN}")

    pages = r'live_requests_total\{method="GET",route="accessibility",status="200"\} 20\.0'
    assert scraped.status == 200
    assert len(re.findall(pages, scraped.text)) == 1
    assert re.search(r'live_tenant_jobs_total\{outcome="done",tenant="platform"\} [1-9]', scraped.text)
    assert machine.get("/metrics", Authorization=f"Bearer {of.METRICS_TOKEN}").status == 404
