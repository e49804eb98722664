"""Which tenant a host leads to, at most a second old."""

import time

import pytest
from django.db import connection

from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry import queries
from tenants.registry.models import Domain, InstalledModule, Tenant
from tests.tenants.isolation.conftest import nobody


def change(tenancy: Tenancy, **values: object) -> None:
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=tenancy.id).update(**values)


def watch(monkeypatch) -> list[str]:
    """Return the questions that are asked from now on."""
    asked: list[str] = []
    real = connection.ask_gate
    monkeypatch.setattr(
        connection, "ask_gate", lambda question, values: asked.append(question) or real(question, values)
    )
    return asked


def test_host_leads_to_its_tenant(makassar) -> None:
    with nobody():
        assert hosts.find(makassar.domain) == makassar


def test_unknown_host_leads_nowhere(db) -> None:
    with nobody():
        assert hosts.find("nowhere.localhost") is None


def test_question_is_asked_once_a_second(makassar, monkeypatch) -> None:
    asked = watch(monkeypatch)
    monkeypatch.setattr(hosts, "SECONDS", 60)

    with nobody():
        for _ in range(3):
            hosts.find(makassar.domain)

    assert asked == ["SELECT gate.version()", "SELECT gate.resolve(%s)"]


def test_host_is_known_until_the_registry_changes(makassar, monkeypatch) -> None:
    with nobody():
        hosts.find(makassar.domain)
        asked = watch(monkeypatch)
        time.sleep(hosts.SECONDS + 0.02)
        hosts.find(makassar.domain)

    assert asked == ["SELECT gate.version()"]


@pytest.mark.parametrize("model", [Tenant, Domain, InstalledModule])
def test_version_changes_with_each_table(regions, model) -> None:
    with nobody():
        before = queries.version()
    row = model.objects.first()
    row.save()

    with nobody():
        assert queries.version() != before


def test_version_stays_without_a_change(regions) -> None:
    with nobody():
        assert queries.version() == queries.version()


def test_answer_from_before_a_change_is_not_kept(regions, monkeypatch) -> None:
    """A thread that asked before a change must not write its answer down after another thread saw the change."""
    makassar, real = regions[0], queries.resolve

    def overtaken(host: str) -> Tenancy | None:
        old = real(host)
        with enter(Place.PLATFORM):
            Domain.objects.filter(domain=host).first().save()
        time.sleep(hosts.SECONDS + 0.02)
        hosts._look()
        return old

    monkeypatch.setattr(queries, "resolve", overtaken)
    with nobody():
        hosts.find(makassar.domain)

    assert hosts._known == {}


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
