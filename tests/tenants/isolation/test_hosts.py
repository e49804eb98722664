"""Which tenant a host leads to, at most a second old."""

import time

from django.db import connection

from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import Domain, Tenant
from tests.tenants.isolation.conftest import nobody


def change(tenancy: Tenancy, **values: object) -> None:
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=tenancy.id).update(**values)


def test_host_leads_to_its_tenant(makassar) -> None:
    with nobody():
        assert hosts.find(makassar.domain) == makassar


def test_unknown_host_leads_nowhere(db) -> None:
    with nobody():
        assert hosts.find("nowhere.localhost") is None


def test_question_is_asked_once_a_second(makassar, monkeypatch) -> None:
    asked = []
    real = connection.resolve
    monkeypatch.setattr(connection, "resolve", lambda host: asked.append(host) or real(host))

    with nobody():
        for _ in range(3):
            hosts.find(makassar.domain)

    assert asked == [makassar.domain]


def test_change_is_seen_after_a_second(makassar) -> None:
    with nobody():
        hosts.find(makassar.domain)
    change(makassar, state="suspended")

    time.sleep(hosts.SECONDS + 0.02)

    with nobody():
        assert hosts.find(makassar.domain).state == "suspended"


def test_new_domain_is_seen_after_a_second(makassar) -> None:
    with nobody():
        assert hosts.find("baru.example") is None
    with enter(Place.PLATFORM):
        Domain.objects.create(domain="baru.example", tenant_id=makassar.id, is_primary=False)

    time.sleep(hosts.SECONDS + 0.02)

    with nobody():
        assert hosts.find("baru.example").id == makassar.id


def test_strangers_do_not_fill_the_memory(db, monkeypatch) -> None:
    monkeypatch.setattr(hosts, "LIMIT", 10)

    with nobody():
        for number in range(25):
            hosts.find(f"{number}.localhost")

    assert len(hosts._known) <= 10


def test_platform_has_its_own_host(settings) -> None:
    assert [hosts.is_platform(host) for host in ("localhost", "127.0.0.1", "makassar.localhost")] == [True, True, False]
