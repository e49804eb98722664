"""Change a region's time zone: what is said before, what an order does, in every installed module."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command

from app_modules.complaints import actions as complaints
from app_modules.complaints.models import Case, Category
from kernel.accounts.actor import CITIZEN, PLATFORM
from kernel.audit.models import Entry
from kernel.ids import new_id
from provisioning import actions, runner
from provisioning.errors import OrderRefused
from provisioning.models import Run
from tenants.isolation.current import Tenancy, enter
from tenants.registry.models import InstalledModule, Tenant
from tests.partnership.test_console import address
from tests.partnership.test_identity import next_to
from tests.partnership.test_suspension import said

WIT = "Asia/Jayapura"


def order(console, where: Tenancy, zone: str = WIT):
    return console.post(address("time_zone", where.key), {"time_zone": zone, "do": "1"})


def carry_out(console, where: Tenancy) -> Run:
    return runner.execute(order(console, where)["Location"].split("/")[-2])


def zone_of(where: Tenancy) -> str:
    return Tenant.objects.values_list("time_zone", flat=True).get(pk=where.id)


def due(where: Tenancy, case: Case) -> date:
    with enter(where):
        return Case.objects.values_list("due_on", flat=True).get(pk=case.pk)


@pytest.fixture
def evening(on_platform, makassar) -> Case:
    """A report of Monday evening, 23.30 in Makassar: Tuesday in Jayapura's zone."""
    moment = datetime(2026, 11, 9, 23, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    with enter(makassar), time_machine.travel(moment, tick=False):
        lamp = Category.objects.get(key="lampu")
        return complaints.receive(
            complaints.Report(submission=new_id(), description="Lampu padam.", category=lamp, landmark="Dekat SD"),
            by=CITIZEN,
        )


def test_plan_says_what_moves_with_an_example(rani, makassar, evening) -> None:
    page = rani.post(address("time_zone", makassar.key), {"time_zone": WIT}).content.decode()

    clock, count, example = said(page)
    assert re.fullmatch(
        r"Dalam satu detik, semua waktu tampil dalam WIT: \d\d\.(\d\d) WITA adalah \d\d\.\1 WIT\.", clock
    )
    assert count == "1 tenggat terbuka dihitung ulang; yang berakhir di hari lain: 1."
    assert example == (
        f"Misalnya {evening.ticket}: sekarang berakhir Kamis, 12 November 2026, 24.00 WITA; "
        "nanti Jumat, 13 November 2026, 24.00 WIT."
    )
    assert (zone_of(makassar), due(makassar, evening)) == ("Asia/Makassar", date(2026, 11, 12))


def test_plan_without_a_deadline_has_no_example(rani, makassar) -> None:
    page = rani.post(address("time_zone", makassar.key), {"time_zone": WIT}).content.decode()

    assert said(page)[1:] == ["0 tenggat terbuka dihitung ulang; yang berakhir di hari lain: 0."]


def test_order_changes_the_zone_and_the_deadlines(rani, makassar, evening) -> None:
    run = carry_out(rani, makassar)

    assert (run.state, zone_of(makassar), due(makassar, evening)) == ("done", WIT, date(2026, 11, 13))
    with enter(makassar):
        line = Entry.objects.get(action="portal.time_zone")
    assert (line.before, line.after) == ({"time_zone": "Asia/Makassar"}, {"time_zone": WIT})


def test_module_that_is_off_counts_too(rani, makassar, evening) -> None:
    InstalledModule.objects.filter(tenant=makassar.id, module="complaints").update(is_enabled=False)

    carry_out(rani, makassar)

    assert due(makassar, evening) == date(2026, 11, 13)


def test_zone_and_deadlines_change_together_or_not_at_all(rani, makassar, evening, monkeypatch) -> None:
    monkeypatch.setattr("app_modules.complaints.deadlines.move", lambda before, by: 1 / 0)

    run = carry_out(rani, makassar)

    assert (run.state, zone_of(makassar), due(makassar, evening)) == ("failed", "Asia/Makassar", date(2026, 11, 12))


def test_suspended_region_s_zone_changes_too(rani, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="suspended")

    assert (carry_out(rani, makassar).state, zone_of(makassar)) == ("done", WIT)


def test_double_click_orders_once(rani, makassar) -> None:
    assert order(rani, makassar)["Location"] == order(rani, makassar)["Location"]


@pytest.mark.parametrize(
    ("zone", "sentence"),
    [
        ("Asia/Makassar", "Ini zona waktu daerah sekarang."),
        ("Europe/Paris", "pilihan yang"),
        ("", "Pilih zona waktunya."),
    ],
)
def test_wrong_zone_is_refused_next_to_the_field(rani, makassar, zone, sentence) -> None:
    response = rani.post(address("time_zone", makassar.key), {"time_zone": zone})

    assert (response.status_code, sentence in next_to(response.content.decode(), "time_zone")) == (422, True)


def test_region_that_is_not_made_is_left_alone(on_platform, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="provisioning")

    with pytest.raises(OrderRefused):
        actions.change_time_zone(Tenant.objects.get(pk=makassar.id), "WIT", by=PLATFORM)


def test_watcher_may_not_change_the_zone(watcher, makassar) -> None:
    assert (watcher.get(address("time_zone", makassar.key)).status_code, order(watcher, makassar).status_code) == (
        403,
        403,
    )


def test_command_changes_the_zone(on_platform, makassar, evening, capsys) -> None:
    call_command("portal", "time-zone", "73.71", "WIT", "--plan")
    planned, lines = zone_of(makassar), capsys.readouterr().out.splitlines()
    call_command("portal", "time-zone", "73.71", "WIT", "--here")

    assert (planned, zone_of(makassar), due(makassar, evening)) == ("Asia/Makassar", WIT, date(2026, 11, 13))
    assert lines[1] == "  2. 1 open deadline is counted anew; on another day ends: 1."


def test_command_knows_three_zones(on_platform, makassar) -> None:
    with pytest.raises(CommandError, match="There is no time zone “CET”"):
        call_command("portal", "time-zone", "73.71", "CET")
