import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from kernel.accounts.actor import CITIZEN
from kernel.audit import actions as audit
from kernel.audit.models import Entry
from partnership.history import ACTS
from tenants.portal import history

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("platform", "tenants", "app_modules", "provisioning")
# Where the name is put together at run time, or no call of `audit.record` says it: all that it can become.
COMPOSED = {
    "platform/kernel/accounts/actions.py": {"units.close", "units.reopen"},
    "platform/kernel/accounts/roles.py": {"roles.change", "roles.restore"},
    "tenants/customization/actions.py": {
        "customization.setting",
        "customization.word",
        "customization.brand",
        "portal.put_steps_away",
        "portal.bring_steps_back",
        "portal.second_step_of_all",
        "portal.second_step_of_some",
    },
    "app_modules/complaints/actions/timeline.py": set(),
    "provisioning/actions.py": {"provisioning.enable", "provisioning.disable"},
    "provisioning/bulk/actions.py": {"provisioning.install", "provisioning.uninstall"},
    # Written by the owner of the tables, with the rows that come back.
    "provisioning/backups/restoring.py": {"portal.restored"},
    "provisioning/imports/loading.py": {"portal.imported"},
}


def calls() -> Iterator[tuple[str, ast.Call, str]]:
    """Yield each call that writes into the audit log, with its file and how it is called."""
    for source in SOURCES:
        for file in sorted((ROOT / source).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    how = ast.unparse(node.func)
                    if how in ("audit.record", "timeline.log"):
                        yield str(file.relative_to(ROOT)), node, how


def recorded() -> set[str]:
    """Return the name of every act that the code records."""
    found = set().union(*COMPOSED.values())
    for file, node, how in calls():
        name = node.args[0]
        if isinstance(name, ast.Constant):
            found.add(f"complaints.{name.value}" if how == "timeline.log" else name.value)
        else:
            assert file in COMPOSED, f"{file}:{node.lineno} composes the name of an act: add what it can be."
    return found


def test_every_act_has_a_label():
    assert sorted(recorded() - history.labels(ACTS).keys()) == []


def test_no_label_is_for_an_act_that_nothing_records():
    own = {act.name for act in (*ACTS, *history.ACTS)}

    assert sorted(own - recorded()) == []


@pytest.mark.parametrize(
    ("language", "title"), [("id", "Menambah unit kerja"), ("en", "Added a unit")], ids=["id", "en"]
)
def test_history_speaks_the_readers_language(console, language, title):
    console.post("/konsol/unit/", {"name": "Dinas Kebudayaan"})

    with translation.override(language):
        body = console.get("/konsol/riwayat/" if language == "id" else "/en/konsol/riwayat/").content.decode()

    assert title in body
    assert "Dinas Kebudayaan" in body


def test_history_finds_an_act_by_its_indonesian_label(console):
    console.post("/konsol/unit/", {"name": "Dinas Kebudayaan"})

    assert "Dinas Kebudayaan" in console.get("/konsol/riwayat/?q=menambah").content.decode()


def test_act_without_a_label_is_told_by_its_sentence(in_makassar):
    entry = audit.record("old.act", "something", by=CITIZEN, summary="Did what nobody does now")

    (line,) = history.lines([entry])

    assert (line.title, line.who, line.about) == ("Did what nobody does now", "Warga", None)


def test_changed_setting_is_called_as_on_its_page(console, in_makassar):
    console.post("/konsol/modul/news/", {"setting-articles_per_page": "20"})

    (line,) = history.lines(Entry.objects.filter(action="customization.setting")[:1])

    assert line.about is not None
    assert "Berita: Berita per halaman" in line.about.label
