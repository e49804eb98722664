"""`manage.py provision`, `manage.py uninstall` and `manage.py set_up_database`."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kernel.accounts.actor import PLATFORM
from provisioning import actions
from provisioning.models import Run
from tenants.registry.models import Tenant
from tests.provisioning.conftest import meanwhile


def test_plan_is_shown_and_nothing_is_done(stage, capsys) -> None:
    call_command("provision", "33.20", "--modules", "news", "--plan")

    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "Kabupaten Jepara · kab-jepara.localhost",
        "  1. Create the roles",
        "  2. Create the schema",
        "  3. Apply the structure core",
    ]
    assert lines[-1].endswith("Mark as ready")
    assert not Tenant.objects.filter(region_code="33.20").exists()


def test_plan_of_a_live_region_says_what_is_done(stage, capsys) -> None:
    call_command("provision", "73.71", "--modules", "services", "--plan")

    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines[1:] if not line.endswith("(already done)")] == [" 12. Probe all pages"]


def test_run_that_the_worker_stops_is_named(on_platform, monkeypatch) -> None:
    meanwhile(monkeypatch, lambda: Run.objects.filter(tenant__region_code="33.71").update(state="failed"))

    with pytest.raises(CommandError) as refusal:
        call_command("provision", "33.71", "--modules", "services")

    assert str(refusal.value) == "Not finished: Kota Magelang. Mend the cause and give the same order again."


def test_database_that_is_set_up_stays_as_it_is(stage, capsys) -> None:
    call_command("set_up_database")

    assert capsys.readouterr().out == "0 migrations, 0 regions loaded.\n"


def test_order_is_carried_out_here(stage, capsys) -> None:
    call_command("provision", "33.71", "--modules", "services", "--here")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Kota Magelang: Create the roles (")
    assert Tenant.objects.get(region_code="33.71").state == "ready"


def test_file_is_checked_whole_before_the_first_order(stage, tmp_path) -> None:
    file = tmp_path / "regions.csv"
    file.write_text("code,modules,administrator\n33.71,services,\n33.20,games,\n99.99,news,\n")

    with pytest.raises(CommandError) as refusal:
        call_command("provision", "--file", str(file), "--here")

    assert str(refusal.value).splitlines() == [
        "33.20: There is no module “games”. There are: complaints, news, services.",
        "99.99: There is no region with the code “99.99”. Use the Ministry's code, for example 36.71.",
    ]
    assert (Tenant.objects.count(), Run.objects.filter(tenant__region_code="33.71").count()) == (2, 0)


def test_file_is_carried_out(stage, tmp_path, capsys) -> None:
    file = tmp_path / "regions.csv"
    file.write_text("\ufeffcode,modules,administrator\n33.71,services,sari@example.org\n33.72,services,\n")

    call_command("provision", "--file", str(file), "--here")

    states = Tenant.objects.filter(region_code__in=["33.71", "33.72"]).values_list("state", flat=True)
    assert list(states) == ["ready", "ready"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("", "needs a first line with the columns code,modules,administrator."), ("a,b\n1,2\n", "needs a first line")],
)
def test_file_without_columns_is_refused(stage, tmp_path, content, sentence) -> None:
    file = tmp_path / "regions.csv"
    file.write_text(content)

    with pytest.raises(CommandError, match=sentence):
        call_command("provision", "--file", str(file))


def test_file_that_is_missing_is_refused(stage, tmp_path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("provision", "--file", str(tmp_path / "none.csv"))


def test_no_region_is_refused(stage) -> None:
    with pytest.raises(CommandError, match="Say which region"):
        call_command("provision")


def test_module_is_uninstalled_and_brought_back_here(stage, capsys) -> None:
    call_command("provision", "33.71", "--modules", "services", "--here")
    tenant = Tenant.objects.get(region_code="33.71")
    actions.switch(tenant, "services", on=False, by=PLATFORM)
    capsys.readouterr()

    call_command("uninstall", "33.71", "services", "--plan")
    shown = capsys.readouterr().out.splitlines()
    call_command("uninstall", "33.71", "services", "--here")
    left = list(tenant.installed_modules.all())
    call_command("uninstall", "33.71", "services", "--undo", "--plan")
    undoing = capsys.readouterr().out.splitlines()[-5:]
    call_command("uninstall", "33.71", "services", "--undo", "--here")

    assert (shown[0].split(",")[0], shown[1:]) == (
        "Kota Magelang · services: 0 rows",
        ["  1. Archive the module services", "  2. Drop the module services", "  3. Probe all pages",
         "Can be undone for 30 days."],
    )  # fmt: skip
    assert undoing[1:3] == ["  1. Bring the module back services", "  2. Repeat deletions of citizens' data"]
    assert (left, tenant.installed_modules.get().module) == ([], "services")


def test_module_that_is_on_is_not_uninstalled(stage) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("uninstall", "73.71", "news", "--plan")

    assert str(refusal.value) == "The module news is on. Disable it first."


def test_run_that_stops_is_not_called_finished(stage) -> None:
    call_command("provision", "33.71", "--modules", "services", "--here")
    tenant = Tenant.objects.get(region_code="33.71")
    actions.switch(tenant, "services", on=False, by=PLATFORM)
    call_command("uninstall", "33.71", "services", "--here")
    (tenant.archives.get().folder / "manifest.json").unlink()

    with pytest.raises(CommandError, match="Not finished"):
        call_command("uninstall", "33.71", "services", "--undo", "--here")
