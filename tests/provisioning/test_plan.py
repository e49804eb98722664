"""Which steps an order takes, shown before they are done."""

import pytest

from kernel.modules import registry
from provisioning import plan, queries
from provisioning.orders import Order, check
from provisioning.step import kinds, make
from tests.provisioning.conftest import CODE

STEPS = [
    ("CreateRole", ""),
    ("CreateSchema", ""),
    ("ApplyStructure", "core"),
    ("LeaveOut", "complaints, news"),
    ("LoadReference", ""),
    ("ApplyStructure", "services"),
    ("InstallModule", "services"),
    ("LoadBaseline", "services"),
    ("EnableModule", "services"),
    ("LoadSample", "services"),
    ("AttachDomain", "magelang.localhost"),
    ("InviteAdministrator", "sari@example.org"),
    ("MeasureUsage", ""),
    ("Probe", ""),
    ("MarkReady", ""),
]
WHOLE = Order(code=CODE, modules=("services",), administrator_email="sari@example.org", with_sample=True)


def named(steps) -> list[tuple[str, str]]:
    return [(step.kind, step.detail) for step in steps]


def test_plan_of_a_new_region(on_platform) -> None:
    assert named(plan.provision(check(WHOLE))) == STEPS


def test_plan_without_sample_and_administrator(on_platform) -> None:
    short = check(Order(code=CODE, modules=("services",)))

    assert named(plan.provision(short)) == [
        step for step in STEPS if step[0] not in ("LoadSample", "InviteAdministrator")
    ]


def test_plan_with_all_modules_leaves_none_out(on_platform) -> None:
    every = check(Order(code=CODE, modules=tuple(module.name for module in registry.modules())))

    assert "LeaveOut" not in dict(named(plan.provision(every)))


def test_going_live_is_an_order_of_its_own() -> None:
    assert named(plan.go_live()) == [("Probe", ""), ("GoLive", "")]


def test_update_is_of_the_roles_the_core_and_each_module() -> None:
    assert named(plan.update(["news", "services"])) == [
        ("CreateRole", ""),
        ("CreateSchema", ""),
        ("ApplyStructure", "core"),
        ("ApplyStructure", "news"),
        ("ApplyStructure", "services"),
        ("Probe", ""),
    ]


def test_opening_again_is_an_update_and_then_the_door() -> None:
    assert named(plan.open_again(["news"])) == [
        *named(plan.update(["news"])),
        ("RepeatDeletions", ""),
        ("OpenAgain", ""),
    ]


def test_module_is_archived_before_it_is_dropped() -> None:
    assert named(plan.uninstall("news", "key")) == [("ArchiveModule", "news"), ("DropModule", "news"), ("Probe", "")]
    assert named(plan.undo("news", "key")) == [("RestoreModule", "news"), ("RepeatDeletions", ""), ("Probe", "")]
    assert named(plan.purge("news", "key")) == [("PurgeArchive", "news")]


def test_portal_is_closed_only_when_the_backup_was_tried_out() -> None:
    assert [kind for kind, _detail in named(plan.restore("key", "before", "live"))] == [
        "CreateRole", "CreateSchema", "BackUp", "TryBackup", "CloseToRestore", "RestoreBackup", "RepeatDeletions",
        "RemoveStrayFiles", "Probe", "OpenRestored",
    ]  # fmt: skip


def test_every_step_is_in_some_plan(on_platform) -> None:
    of_modules = (*plan.uninstall("", ""), *plan.undo("", ""), *plan.purge("", ""))
    of_portals = (*plan.go_live(), *plan.open_again([]), *plan.change_time_zone("Asia/Jayapura"))
    of_backups = plan.restore("", "", "")
    used = {step.kind for step in (*plan.provision(check(WHOLE)), *of_portals, *of_modules, *of_backups)}
    used |= {step.kind for step in (*plan.delete(""), *plan.import_archive("", "", ""))}

    assert used == set(kinds())


def test_nothing_of_a_new_region_is_done(on_platform) -> None:
    assert {item.is_done for item in queries.preview(check(WHOLE))} == {False}


def test_live_region_is_only_looked_at(stage) -> None:
    preview = queries.preview(check(Order(code="73.71", modules=("services",))))

    assert [item.step.kind for item in preview if not item.is_done] == ["Probe"]


def test_preview_of_a_live_region_shows_what_is_new(stage) -> None:
    wanted = Order(code="73.71", modules=("services",), administrator_email="new@example.org", with_sample=True)

    preview = queries.preview(check(wanted))

    assert [item.step.kind for item in preview if not item.is_done] == [
        "LoadSample",
        "InviteAdministrator",
        "Probe",
    ]


@pytest.mark.parametrize("name", sorted(kinds()))
def test_step_says_what_it_does(name) -> None:
    assert kinds()[name].title.id
    assert kinds()[name].title.en


def test_step_is_made_again_from_its_record(on_platform) -> None:
    steps = (*plan.provision(check(WHOLE)), *plan.uninstall("news", "key"))

    assert tuple(make(step.kind, step.args()) for step in steps) == steps
