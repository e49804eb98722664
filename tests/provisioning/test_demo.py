"""The demo starts whatever somebody who played with it has left."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from kernel.accounts.models import Person
from kernel.modules import registry
from kernel.regions import adopters
from provisioning import demo
from provisioning.models import Run
from provisioning.orders import Order
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tests.provisioning.conftest import meanwhile

NEWS = Order(code="73.71", modules=("news",), with_sample=True)
EVERY = tuple(module.name for module in registry.modules())


@pytest.mark.parametrize("is_asked", [True, False])
def test_suspended_region_is_left_so_and_named(on_platform, settings, monkeypatch, capsys, is_asked) -> None:
    makassar = Tenant.objects.filter(region_code="73.71")
    makassar.update(state=Tenant.State.SUSPENDED)
    monkeypatch.setattr(demo, "orders", lambda _count: [NEWS])
    settings.EMAIL_FILE_PATH, settings.SECOND_FACTOR_REQUIRED = "mail", is_asked

    call_command("demo")

    lines = capsys.readouterr().out.splitlines()
    said = "Kota Makassar is suspended, and stays so: operators open it on its page."
    assert (said in lines, makassar.get().state) == (True, "suspended")
    assert any(line.startswith("No second step is asked for here") for line in lines) != is_asked


def test_demo_is_refused_in_production(settings) -> None:
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="printed passwords"):
        call_command("demo", "--hosts")


def test_hosts_are_those_of_live_portals(on_platform, capsys) -> None:
    Tenant.objects.filter(region_code="91.71").update(state=Tenant.State.READY)

    call_command("demo", "--hosts")

    assert capsys.readouterr().out == "makassar.localhost\n"


def test_order_is_described_and_a_run_that_stops_is_named(on_platform, monkeypatch, capsys) -> None:
    meanwhile(monkeypatch, lambda: Run.objects.filter(tenant__region_code="36.71").update(state="failed"))

    with pytest.raises(CommandError, match=r"^Not finished: Kota Tangerang\.$"):
        call_command("demo", "--regions", "1")

    run = Run.objects.get(tenant__region_code="36.71")
    described = f"Kota Tangerang: {run.steps.count()} steps, modules {', '.join(EVERY)}"
    assert capsys.readouterr().out.splitlines() == [described]


def test_named_regions_come_first_and_all_others_are_examples(on_platform) -> None:
    named = len(adopters.ADOPTERS) + 1

    orders = demo.orders(named + 2)

    chosen = [("36.71", EVERY), ("73.71", ("complaints", "news")), ("91.71", ("news", "services"))]
    assert [(order.code, order.modules) for order in orders[:3]] == chosen
    assert [order.is_example for order in orders] == [False] * named + [True] * 2
    assert len({order.code for order in orders}) == named + 2


def test_region_is_ordered_until_it_is_live_with_all_sample_content(on_platform) -> None:
    never, without = demo.missing(Order(code="33.71", modules=("news",))), demo.missing(NEWS)
    InstalledModule.objects.update(sample_at=timezone.now())
    whole = demo.missing(NEWS)
    Tenant.objects.update(state=Tenant.State.READY)

    assert (never, without, whole, demo.missing(NEWS)) == (True, True, False, True)


def test_portal_goes_live_once(on_platform) -> None:
    tenants = Tenant.objects.filter(region_code="73.71")
    none = demo.open_up(Run(tenant=tenants.get()))
    tenants.update(state=Tenant.State.READY)

    run = demo.open_up(Run(tenant=tenants.get()))

    assert (none, run and [step.kind for step in run.steps.all()]) == (None, ["Probe", "GoLive"])


def test_people_are_there_once_and_log_in_with_the_password_that_is_printed(makassar, on_platform) -> None:
    for _time in range(2):
        demo.add_people(Tenant.objects.get(pk=makassar.id))

    with enter(makassar):
        people = {person.email: person.check_password(demo.PASSWORD) for person in Person.objects.all()}
    assert people == {"sari@makassar.example": True, "budi@makassar.example": True}
