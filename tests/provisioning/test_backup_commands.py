"""`manage.py backup` and `manage.py restore`."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kernel.accounts.actor import PLATFORM
from provisioning.backups import actions
from provisioning.models import Backup
from tenants.customization.models import Value
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


def lines(capsys) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_plan_is_shown_and_nothing_is_done(stage, capsys) -> None:
    call_command("backup", "73.71", "--plan")

    assert (lines(capsys), Backup.objects.count()) == (["  1. Back the portal up"], 0)


def test_portal_is_backed_up_tried_out_and_restored(magelang, capsys) -> None:
    call_command("backup", "33.71", "--here")
    done, said = lines(capsys)
    backup = magelang.backups.get()
    call_command("backup", "33.71", "--try", "--plan")
    planned = lines(capsys)
    call_command("backup", "33.71", "--try", "--here")
    tried = lines(capsys)
    with enter(tenancy(magelang)):
        count = Value.objects.count()
        Value.objects.all().delete()
    call_command("restore", "33.71", "--plan")
    steps = lines(capsys)
    call_command("restore", "33.71", "--backup", backup.key, "--here")

    assert done.startswith("Kota Magelang: Back the portal up (")
    assert said.startswith(f"{backup.key}  {backup.taken_at:%Y-%m-%d %H:%M} UTC  {backup.rows} rows, 2 files, ")
    assert (said.endswith("Asked for, not tried yet"), planned) == (True, ["  1. Try the backup out"])
    assert "restored to try" in tried[-1]
    assert steps[1:] == [
        "  1. Create the roles",
        "  2. Create the schema",
        "  3. Back the portal up",
        "  4. Try the backup out",
        "  5. Close the portal for a moment",
        "  6. Restore the portal from the backup",
        "  7. Repeat deletions of citizens' data",
        "  8. Remove files that nothing uses",
        "  9. Probe all pages",
        " 10. Open the portal as before",
    ]
    assert lines(capsys)[-1].startswith("Kota Magelang: Open the portal as before (")
    with enter(tenancy(magelang)):
        assert Value.objects.count() == count > 0


def test_backups_are_listed_with_what_is_wrong_with_them(magelang, capsys) -> None:
    call_command("backup", "33.71", "--here")
    backup = magelang.backups.get()
    (backup.folder / "manifest.json").unlink()

    with pytest.raises(CommandError, match="Not finished"):
        call_command("backup", "33.71", "--try", "--here")
    with pytest.raises(CommandError, match="Not finished"):
        call_command("restore", "33.71", "--here")
    capsys.readouterr()
    call_command("backup", "33.71", "--list")

    bad = [line for line in lines(capsys) if "CANNOT BE RESTORED" in line]
    assert [line.split()[0] for line in bad] == [backup.key]


@pytest.mark.parametrize("command", [("backup", "99.99"), ("restore", "99.99"), ("restore", "73.71")])
def test_order_that_cannot_be_done_is_refused_with_the_reason(stage, command) -> None:
    with pytest.raises(CommandError, match=r"No region is registered|has no backup yet"):
        call_command(*command)


def test_restore_while_the_portal_is_worked_on_is_refused(magelang) -> None:
    call_command("backup", "33.71", "--here")
    actions.back_up(Tenant.objects.get(pk=magelang.pk), by=PLATFORM)

    with pytest.raises(CommandError, match="is being worked on"):
        call_command("restore", "33.71")
