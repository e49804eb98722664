"""Kota Bandung and Kota Malang, equal to the last key; and Rani, an operator with the key of Bandung's Sari."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Assignment, Invitation, LogIn, Person, Role
from kernel.audit import actions as audit
from provisioning import certificates, heads
from provisioning.bulk import actions as bulk
from provisioning.models import Batch, BatchLine, Deletion
from tenants.citizens import tokens
from tenants.citizens.models import CitizenSession
from tenants.isolation.current import Place, Tenancy, enter
from tenants.portal import shared
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.conftest import make_live, make_person
from tests.every_page import mirror
from tests.every_page.pages import access_of, all_pages, openings
from tests.every_page.restored import restored
from tests.every_page.stage import Site, Stage

CODES = ("32.73", "35.73")
OPERATORS = "milikpelataran"
FREE = 900_000
SECONDS, BRIEF = shared.SECONDS, shared.BRIEF


@pytest.fixture(autouse=True)
def _pages_are_kept(_nothing_remembered, monkeypatch) -> None:
    """Keep shared pages, as production does: one that is shown in another region is found."""
    monkeypatch.setattr(shared, "SECONDS", SECONDS)
    monkeypatch.setattr(shared, "BRIEF", BRIEF)


@pytest.fixture(scope="package")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """Two regions whose every key is the same, the platform, and the cookies of all who ask."""
    with django_db_blocker.unblock(), enter(Place.PLATFORM), translation.override("id"), restored():
        first, second = (tenancy(make_live(code, with_sample=code == CODES[0])) for code in CODES)
        _people(first)
        mirror.fill(first)
        mirror.copy(first, second)
        _deleted()
        operator = _operator(first)
        _plan()
        audit.seal(using="owner")
        heads.keep(None)  # other tests leave proofs of the platform's chain too
        yield _cookies(Stage(_sites(first, second)), operator)
    connection.close()


def _deleted() -> None:
    """Write that a region which nobody knows any more was deleted, with its certificate."""
    gone = Deletion(number=FREE, tenant_key="sudahtidak", name="Kota Lama", asked_by=PLATFORM, done_at=timezone.now())
    old = Tenant(pk=FREE, key="sudahtidak", name="Kota Lama", schema_name="t900000", role_name="live_t900000")
    gone.state, gone.figures = Deletion.State.DONE, {"tables": 30, "rows": 1200, "files": 40, "bytes": 900_000}
    gone.certificate, gone.signature = certificates.issue(gone, old, at=gone.done_at)
    gone.save()


def _people(first: Tenancy) -> None:
    """Let the owner, an officer and somebody else join, under numbers that no operator has."""
    with mirror.superuser() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [f"{first.schema}.accounts_person", FREE])
    with enter(first):
        for name, role in (("Sari", "administrator"), ("Budi", "officer"), ("Tono", "officer")):
            make_person(name, role)


def _operator(first: Tenancy) -> Person:
    """Make an operator whose number, key and password are those of the first region's administrator."""
    with enter(first):
        sari = Person.objects.get(name__startswith="Sari")
    role = Role.objects.create(key=OPERATORS, title_id=OPERATORS, title_en=OPERATORS, permissions=["*"])
    rani = Person.objects.create(
        pk=sari.pk,
        key=sari.key,
        name=f"Rani {OPERATORS}",
        email=f"rani.{OPERATORS}@example.org",
        password=sari.password,
    )
    Assignment.objects.create(person=rani, role=role)
    Invitation.objects.create(email=f"baru.{OPERATORS}@example.org", name=OPERATORS, role=role)
    LogIn.objects.create(person=rani, result=LogIn.Result.IN)
    return rani


def _plan() -> None:
    """Plan a change of both regions, of which nothing is done."""
    lines = [BatchLine(tenant=tenant) for tenant in Tenant.objects.filter(region_code__in=CODES)]
    bulk.plan(Batch(verb=Batch.Verb.DISABLE, target="news"), lines, by=PLATFORM)


def _sites(first: Tenancy, second: Tenancy) -> dict[str, Site]:
    return {
        "first": Site("first", first, first.domain, mirror.FIRST, _foreign(second, mirror.SECOND)),
        "second": Site("second", second, second.domain, mirror.SECOND, _foreign(first, mirror.FIRST)),
        "platform": Site("platform", Place.PLATFORM, settings.PLATFORM_DOMAIN, "live partnership", mirror.WORDS),
    }


def _foreign(other: Tenancy, word: str) -> tuple[str, ...]:
    return word, OPERATORS, other.domain, other.key.lower()


def _cookies(stage: Stage, operator: Person) -> Stage:
    """Log everybody in, and put each session's row, as it is, into every other place's table."""
    first, second, platform = stage.sites.values()
    citra = {site.name: _citizen(site) for site in (first, second)}
    rani = _log_in(platform, operator)
    for site, other in ((first, second), (second, first), (platform, second)):
        home = first if site is platform else site
        site.cookies = {
            "anonymous": {},
            "citizen": citra[home.name],
            "officer": _log_in(home, _person(home, "Budi")),
            "administrator": _log_in(home, _person(home, "Sari")),
            "stranger": _log_in(other, _person(other, "Sari")) | _abroad(citra, other),
            "operator": rani,
        }
    _spread_sessions([first.place.schema, second.place.schema, "public"])
    return stage


def _person(site: Site, name: str) -> Person:
    with enter(site.place):
        return Person.objects.get(name__startswith=name)


def _log_in(site: Site, person: Person) -> dict[str, str]:
    client = Client(SERVER_NAME=site.host)
    with enter(site.place):
        client.force_login(person)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _citizen(site: Site) -> dict[str, str]:
    """Return the cookies of Citra, who is logged in and has opened every page to which a secret link leads."""
    client = Client(SERVER_NAME=site.host)
    for page in all_pages():
        access = access_of(page)
        if page.place == "portal" and page.name in access.signed:
            with enter(site.place):
                opened = next(openings(page, access))
            client.get(page.path(opened.values))
    token = tokens.new()
    with enter(site.place):
        CitizenSession.objects.update(token_hash=tokens.digest(token))
    return {name: morsel.value for name, morsel in client.cookies.items()} | {settings.CITIZEN_COOKIE: token}


def _abroad(citra: dict[str, dict[str, str]], other: Site) -> dict[str, str]:
    """Return the cookie of Citra of the other region; of none where that is the platform."""
    cookies = citra.get(other.name, {})
    return {name: value for name, value in cookies.items() if name == settings.CITIZEN_COOKIE}


def _spread_sessions(schemas: list[str]) -> None:
    with mirror.superuser() as cursor:
        for source in schemas:
            for target in schemas:
                cursor.execute(
                    f"INSERT INTO {target}.django_session SELECT * FROM {source}.django_session ON CONFLICT DO NOTHING"
                )
