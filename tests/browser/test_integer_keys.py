"""No page, mail or job says the number of a row: rows get numbers that nothing else is, and every page is read."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator

import psycopg2
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils.http import int_to_base36

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM, Actor
from kernel.accounts.models import Person, Role, Unit
from provisioning import actions as provisioning
from provisioning.orders import Order
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.models import Job
from tenants.notices import actions as notices
from tenants.portal import actions as portal_actions
from tests import environment
from tests.browser import citizens
from tests.browser.test_languages import fill
from tests.browser.walking import Walk
from tests.conftest import make_person
from tests.partnership.conftest import make_operator, open_console

FIRST = 7_310_000_000_001
# As a page may write it: 7310000000001, 7.310.000.000.001, 7,310,000,000,001.
NUMBER = re.compile(r"7([.,]?)310(?:\1)000\1\d{3}\1\d{3}")
BASE36 = int_to_base36(FIRST)[:-2]
TOKEN = re.compile(r"[A-Za-z0-9_-]{12,}")


@pytest.fixture
def high(makassar: Tenancy) -> Iterator[Tenancy]:
    """Makassar, where each new row of the region and of the platform gets a high number."""
    admin = psycopg2.connect(environment.cluster_dsn(environment.DATABASE))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, sequencename), last_value FROM pg_sequences"
            " WHERE data_type = 'bigint'::regtype AND schemaname IN ('public', %s)",
            [makassar.schema],
        )
        before = cursor.fetchall()
        for name, _last in before:
            cursor.execute("SELECT setval(%s, %s, false)", [name, FIRST])
        yield makassar
        for name, last in before:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
    admin.close()


def numbers(text: str) -> list[str]:
    """Return the numbers of rows that the text says, also inside of signed values."""
    decoded = " ".join(_decoded(token) for token in TOKEN.findall(text))
    return [match[0] for match in NUMBER.finditer(f"{text} {decoded}")] + re.findall(f"{BASE36}..", text)


def _decoded(token: str) -> str:
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("latin-1")
    except (binascii.Error, ValueError):
        return ""


def said(response: HttpResponse) -> str:
    return f"{response.content.decode()} {response.headers} {response.cookies}"


def leaks(walk: Walk, start: str) -> list[str]:
    return [f"{path}: {number}" for path, response in walk.pages(start) for number in numbers(said(response))]


@pytest.fixture
def sari(high: Tenancy) -> Person:
    with enter(high):
        return make_person("Sari", "administrator")


@pytest.mark.parametrize("start", ["/", "/konsol/", "/warga/"])
def test_no_page_says_the_number_of_a_row(high: Tenancy, portal: Callable[..., Client], sari: Person, start) -> None:
    with enter(high):
        accounts.add_unit("Dinas Contoh", by=PLATFORM)
        portal_actions.invite("citra@example.org", name="Citra", role=Role.objects.get(key="officer"), by=PLATFORM)
        fill()

    walk = Walk(portal(high, sari if start == "/konsol/" else None), settings.TENANT_URLCONF)
    if start == "/warga/":
        with enter(high):
            citizens.come(walk.client)

    assert leaks(walk, start) == []
    assert sari.pk >= FIRST


def test_no_page_of_the_operators_says_the_number_of_a_row(high: Tenancy, on_platform) -> None:
    rani = make_operator("Rani", ["*"])
    run = provisioning.order(Order(code="72.02", modules=("news",)), by=Actor("operator", rani.key, "Rani"))

    walk = Walk(open_console(rani), settings.PUBLIC_URLCONF)

    assert leaks(walk, "/") == []
    assert min(rani.pk, run.pk, run.tenant.pk) >= FIRST


def test_no_job_says_the_number_of_a_row(high: Tenancy, portal: Callable[..., Client], sari: Person) -> None:
    portal(high).post("/akun/lupa-sandi/", {"email": "sari@example.org"})
    with enter(high):
        fill()
        portal_actions.invite("citra@example.org", name="Citra", role=Role.objects.get(key="officer"), by=PLATFORM)
        notices.spread("complaints.forwarded", unit=Unit.objects.latest("pk"), news=notices.News())

    with enter(Place.PLATFORM):
        payloads = dict(Job.objects.filter(tenant_role=high.role, pk__gte=FIRST).values_list("name", "payload"))

    assert {"mail.deliver", "mail.notice", "notices.spread"} <= set(payloads)
    assert {name: found for name, payload in payloads.items() if (found := numbers(json.dumps(payload)))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "<option value=7310000000004>",
        "7.310.000.000.004",
        "/x-" + int_to_base36(FIRST + 9),
        "eyJjYXNlIjo3MzEwMDAwMDAwMDA0fQ:1x",
    ],
)
def test_planted_number_is_found(text: str) -> None:
    assert len(numbers(text)) == 1
