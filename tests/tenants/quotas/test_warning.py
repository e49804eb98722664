"""A region is told once that room gets short, and anew only after a week."""

from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kernel.accounts.models import Person
from tenants.isolation.current import enter
from tenants.jobs.models import Job
from tenants.quotas import actions, tasks
from tests.tenants.quotas.conftest import quota, row_of, set_quota


def told() -> list[dict]:
    found = Job.objects.filter(tenant_role__endswith="_platform", name="mail.send").order_by("id")
    return [job.payload for job in found if job.payload["template"] == "quotas/warning.txt"]


@pytest.fixture
def nearly_full(on_platform, makassar, sari, budi, dewi) -> None:
    set_quota(makassar, "rows", used=850, allowed=1000)


def test_administrators_are_told_once(nearly_full) -> None:
    tasks.warn()
    tasks.warn()

    (written,) = told()
    with translation.override("id"):
        text = render_to_string(written["template"], {**written["context"], "brand_name": "LIVE Partnership"})
    assert (written["to"], written["subject"]) == ("sari@example.org", "Ruang portal Kota Makassar hampir habis")
    assert text.splitlines()[:5] == [
        "Halo Sari,",
        "",
        "portal Kota Makassar sudah memakai hampir semua ruangnya:",
        "",
        "- Baris data: 850 dari 1.000",
    ]
    assert "http://makassar.localhost:8000/konsol/kuota/" in text


def test_warning_in_english_leads_to_the_english_page(nearly_full, makassar, sari) -> None:
    with enter(makassar):
        Person.objects.filter(pk=sari.pk).update(language="en")

    tasks.warn()

    (written,) = told()
    assert written["context"]["lines"] == ["Rows: 850 of 1,000"]
    assert written["context"]["address"] == "http://makassar.localhost:8000/en/konsol/kuota/"


@pytest.mark.parametrize(("used", "mails"), [(799, 0), (800, 1), (1300, 1)])
def test_warning_comes_at_eighty_percent(nearly_full, makassar, used, mails) -> None:
    set_quota(makassar, "rows", used=used)

    tasks.warn()

    assert len(told()) == mails


def test_what_was_used_up_yesterday_warns_nobody(nearly_full, makassar) -> None:
    set_quota(makassar, "rows", used=0)
    set_quota(makassar, "mails", used=10**9, day=timezone.localdate() - timedelta(days=3))

    tasks.warn()

    assert told() == []


@pytest.mark.parametrize(("days", "mails"), [(6, 1), (8, 2)])
def test_region_that_goes_up_and_down_hears_of_it_once_a_week(nearly_full, makassar, days, mails) -> None:
    tasks.warn()

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        set_quota(makassar, "rows", used=100)
        tasks.warn()
        set_quota(makassar, "rows", used=900)
        tasks.warn()

    assert len(told()) == mails


def test_another_limit_is_another_warning(nearly_full, makassar) -> None:
    tasks.warn()

    actions.set_limit(row_of(makassar), "rows", 900)
    tasks.warn()

    assert (len(told()), quota(makassar, "rows").warned_at is None) == (2, False)
