"""Orders: one effect, however often and however close together they are given."""

from typing import Any

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from kernel.accounts.actor import PLATFORM, Actor, ActorKind
from provisioning import actions, queries, runner
from provisioning.errors import OrderRefused
from provisioning.models import Run
from provisioning.steps.enable_module import EnableModule
from tenants.customization.models import Value
from tenants.isolation.checks import check_structure_owners
from tenants.isolation.current import enter
from tenants.isolation.owners import structure_owner
from tenants.registry import entitlement
from tenants.registry.errors import NotEntitled
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests import environment
from tests.provisioning import twins
from tests.provisioning.conftest import order


def test_other_order_waits_for_the_first(on_platform) -> None:
    order()

    with pytest.raises(OrderRefused) as refusal:
        order(modules=("news", "services"))

    assert str(refusal.value) == ("Kota Magelang is being worked on. Give this order when the present run has ended.")


def test_same_order_after_the_run_changes_nothing(stage) -> None:
    runner.execute(order().key)

    again = runner.execute(order().key)

    assert again.state == "done"
    assert [row.kind for row in again.steps.all() if not row.was_done] == ["Probe"]


def test_portal_that_is_not_ready_does_not_go_live(on_platform) -> None:
    tenant = order().tenant

    with pytest.raises(OrderRefused) as refusal:
        actions.go_live(tenant, by=PLATFORM)

    assert str(refusal.value) == "Kota Magelang is not ready yet."


def test_ready_portal_goes_live(stage) -> None:
    tenant = runner.execute(order().key).tenant

    runner.execute(actions.go_live(tenant, by=PLATFORM).key)

    tenant.refresh_from_db()
    assert tenant.state == "live"


def test_order_gives_one_more_module(stage) -> None:
    tenant = runner.execute(order().key).tenant

    runner.execute(order(modules=("news", "services")).key)

    enabled = InstalledModule.objects.filter(tenant=tenant, is_enabled=True).values_list("module", flat=True)
    assert list(enabled) == ["news", "services"]


def test_update_migrates_a_portal_of_an_older_release(stage) -> None:
    tenant = runner.execute(order().key).tenant
    with enter(tenancy(tenant)):
        Value.objects.create(
            kind="brand", key="name", value="Magelang", changed_by=Actor(ActorKind.PERSON, "k", "Sari")
        )
        MigrationExecutor(connections["owner"]).migrate(
            [("customization", "0001_initial"), ("services", "0001_initial")]
        )
    tenant.refresh_from_db()
    assert queries.behind() == [tenant]

    runner.execute(actions.update(tenant, by=PLATFORM).key)

    assert queries.behind() == []
    with enter(tenancy(tenant)):
        assert Value.objects.get(key="name").changed_by == Actor(ActorKind.UNKNOWN, "", "Sari")


def test_update_hands_the_tables_of_an_older_release_over(stage, superuser) -> None:
    tenant = runner.execute(order().key).tenant
    whole = twins.seen(tenant, superuser)
    _as_before_there_were_structure_owners(tenant, superuser)
    assert (queries.behind(), len(check_structure_owners(None, databases=["default"]))) == ([tenant], 1)

    run = runner.execute(actions.update(tenant, by=PLATFORM).key)

    now = twins.seen(tenant, superuser)
    assert (run.state, queries.behind()) == ("done", [])
    assert check_structure_owners(None, databases=["default"]) == []
    assert {what for what in whole if now[what] != whole[what]} == {"platform"}  # it has one run more


def _as_before_there_were_structure_owners(tenant: Tenant, superuser: Any) -> None:
    """Give everything to the owner of all, and leave no trace of the other."""
    all_owner, role, owner = f"{environment.DATABASE}_owner", tenant.role_name, structure_owner(tenant.role_name)
    rights = f"ALTER DEFAULT PRIVILEGES FOR ROLE {all_owner} IN SCHEMA {tenant.schema_name} GRANT"
    superuser.execute(f"REASSIGN OWNED BY {owner} TO {all_owner}")
    superuser.execute(f"DROP OWNED BY {owner}")
    superuser.execute(f"DROP ROLE {owner}")
    superuser.execute(f"{rights} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}")
    superuser.execute(f"{rights} USAGE, SELECT ON SEQUENCES TO {role}")


def test_module_is_switched_off_and_on(makassar, on_platform) -> None:
    tenant = Tenant.objects.get(pk=makassar.id)

    states = [actions.switch(tenant, "news", on=on, by=PLATFORM).is_enabled for on in (False, False, True)]

    assert states == [False, False, True]


def test_module_that_is_not_installed_is_not_switched(makassar, on_platform) -> None:
    tenant = Tenant.objects.get(pk=makassar.id)

    with pytest.raises(OrderRefused) as refusal:
        actions.switch(tenant, "parking", on=True, by=PLATFORM)

    assert str(refusal.value) == "The module “parking” is not installed in Kota Makassar."


def test_module_beyond_the_agreement_is_not_enabled(makassar, on_platform, monkeypatch) -> None:
    tenant = Tenant.objects.get(pk=makassar.id)
    actions.switch(tenant, "news", on=False, by=PLATFORM)
    monkeypatch.setattr(entitlement, "_checks", [])
    entitlement.register(lambda tenant, module: module != "news")

    with pytest.raises(NotEntitled):
        actions.switch(tenant, "news", on=True, by=PLATFORM)
    with pytest.raises(NotEntitled):
        EnableModule("news").do(tenant)

    assert not InstalledModule.objects.get(tenant=tenant, module="news").is_enabled


def test_resuming_waits_for_the_other_run(on_platform) -> None:
    first = order()
    Run.objects.filter(pk=first.pk).update(state=Run.State.FAILED)
    order(modules=("news", "services"))

    with pytest.raises(OrderRefused, match="is being worked on"):
        actions.resume(first, by=PLATFORM)
