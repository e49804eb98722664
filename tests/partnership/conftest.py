"""Rani is an operator; Sari, who owns a region, is not."""

import pytest
from django.conf import settings
from django.test import Client

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Assignment, Person, Role
from provisioning import actions
from tenants.isolation.current import Place, enter
from tenants.registry.models import Tenant


def make_operator(name: str, permissions: list[str]) -> Person:
    role, _made = Role.objects.get_or_create(
        key=f"role-{name.lower()}", defaults={"title_id": name, "title_en": name, "permissions": permissions}
    )
    person = Person.objects.create_user(f"{name.lower()}@example.org", name, "sebuah kata sandi panjang")
    Assignment.objects.create(person=person, role=role)
    return person


def open_console(person: Person | None = None) -> Client:
    client = Client(SERVER_NAME=settings.PLATFORM_DOMAIN)
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture
def rani(on_platform) -> Client:
    """The console, opened by an operator who may do everything."""
    return open_console(make_operator("Rani", ["*"]))


@pytest.fixture
def watcher(on_platform) -> Client:
    """The console, opened by an operator who may only look."""
    return open_console(make_operator("Wati", ["regions.view"]))


@pytest.fixture
def stranger(db) -> Client:
    with enter(Place.PLATFORM):
        return open_console()


@pytest.fixture
def off(on_platform) -> None:
    """News are off in Makassar."""
    actions.switch(Tenant.objects.get(name="Kota Makassar"), "news", on=False, by=PLATFORM)
