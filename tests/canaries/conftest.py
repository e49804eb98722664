"""Two regions of their own, filled once for all tests of a module, and gone afterwards."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import translation

from app_modules.complaints import actions as complaints
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person, Role
from tenants.citizens import tokens
from tenants.citizens.models import CitizenSession, Code
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.portal import actions as portal_actions
from tenants.portal import shared
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.canaries.addresses import Texts, texts_of
from tests.canaries.crawling import Crawler, lines
from tests.canaries.filling import Rows, fill
from tests.canaries.standing import forget, newest, picture, unwrite
from tests.canaries.strings import hatch
from tests.conftest import empty_cache, make_live, make_person, remove

CODES = {"a": "33.72", "b": "34.71"}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64)"


@dataclass
class Stage:
    """The regions `a` and `b`, their rows, what fills their addresses, their mails, and what was logged meanwhile."""

    places: dict[str, Tenancy] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict, repr=False)
    texts: dict[str, Texts] = field(default_factory=dict)
    mails: list[Any] = field(default_factory=list)
    logged: dict[str, list[str]] = field(default_factory=dict)

    def come(self, region: str, role: str = "") -> Crawler:
        """Send a crawler to a region's portal, logged in where a role is named, and as one of its citizens."""
        place = self.places[region]
        client = Client(raise_request_exception=False, SERVER_NAME=place.domain, HTTP_USER_AGENT=BROWSER)
        if role:
            with enter(place):
                client.force_login(self.person(region, role))
                client.cookies[settings.CITIZEN_COOKIE] = self.citizen(region)
        return Crawler(client, region)

    def person(self, region: str, role: str) -> Person:
        """Return the region's person with this role, made at the first question; she has no canaries of her own."""
        with enter(self.places[region]):
            known = Person.objects.filter(email=f"{role}@example.org").first()
            return known or make_person(role.title(), role)

    def citizen(self, region: str) -> str:
        """Log the region's first citizen in, with a code under way, and return what her browser holds."""
        token, rows = tokens.new(), self.rows[region]
        CitizenSession.objects.create(citizen=rows["citizens.Citizen"][0], token_hash=tokens.digest(token))
        Code.objects.filter(pk=rows["citizens.Code"][0].pk).update(browser_hash=tokens.digest(token))
        return token

    def run_jobs(self, region: str) -> None:
        """Do all that the region has asked for."""
        with enter(Place.PLATFORM):
            keys = Job.objects.filter(tenant_role=self.places[region].role, state="waiting").values_list(
                "key", flat=True
            )
            Job.objects.filter(key__in=list(keys)).update(due_at="2020-01-01T00:00Z")
        for key in list(keys):
            worker.run(key)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """Two regions full of canaries, committed; every test of the module may look, and is rolled back.

    What was there before is not looked at, and nothing stays.
    """
    with django_db_blocker.unblock(), translation.override("id"):
        empty_cache()
        before, since = picture(), newest()
        try:
            yield _made()
        finally:
            _clear()
            unwrite(since)
        assert picture() == before


@pytest.fixture(autouse=True)
def _pages_are_kept(_nothing_remembered, monkeypatch) -> None:
    """Let shared pages be shared, as in production and for longer: who comes next gets what was made for another."""
    monkeypatch.setattr(shared, "SECONDS", 600)
    monkeypatch.setattr(shared, "KEPT", 600)


def _made() -> Stage:
    made = Stage()
    with enter(Place.PLATFORM):
        tenants = {region: make_live(code) for region, code in CODES.items()}
        made.places = {region: tenancy(tenant) for region, tenant in tenants.items()}
    for region, place in made.places.items():
        _fill(made, region, place)
    forget()
    connection.close()
    return made


def _fill(made: Stage, region: str, place: Tenancy) -> None:
    with enter(place):
        made.rows[region] = fill(region)
        made.texts[region] = texts_of(made.rows[region])
    hosts.forget()
    mail.outbox.clear()
    with lines() as logged:
        _write_mails(made, region, place)
        made.run_jobs(region)
    made.logged[region] = logged
    made.mails += mail.outbox


def _write_mails(made: Stage, region: str, place: Tenancy) -> None:
    """Let the region write to its people: an invitation, a new password, a report's link."""
    case: Any = made.rows[region]["complaints.Case"][0]
    with enter(place), transaction.atomic():
        name = hatch(region, "mail invitation", 0)
        officer = Role.objects.get(key="officer")
        portal_actions.invite(f"{name}@example.org", name=name, role=officer, by=PLATFORM)
        complaints.send_link(case.ticket, email=case.reporter_email)
    person: Any = made.rows[region]["accounts.Person"][0]
    made.come(region).client.post("/akun/lupa-sandi/", {"email": person.email})


def _clear() -> None:
    """Remove the regions, and whatever the process and Redis remember of them."""
    with enter(Place.PLATFORM):
        tenants = list(Tenant.objects.filter(region_code__in=CODES.values()))
        for tenant in tenants:
            shutil.rmtree(Path(settings.FILES_ROOT) / tenant.key, ignore_errors=True)
            remove(tenant)
    empty_cache()
    hosts.forget()
    mail.outbox.clear()
    connections.close_all()
