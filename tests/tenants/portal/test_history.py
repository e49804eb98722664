import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import translation

from kernel.accounts.actor import CITIZEN, Actor, ActorKind
from kernel.accounts.models import Invitation, Role
from kernel.audit import actions as audit
from kernel.audit import queries
from kernel.audit.models import Entry
from partnership.history import ACTS
from tenants.portal import history
from tenants.portal.contributions import Link
from tenants.portal.looking import HistoryForm
from tests.conftest import queries as counted

ROOT = Path(__file__).resolve().parents[3]
SOURCES = ("platform", "tenants", "app_modules", "provisioning")
# Where the name is put together at run time, or no call of `audit.record` says it: all that it can become.
COMPOSED = {
    "platform/kernel/accounts/actions.py": {"units.close", "units.reopen"},
    "platform/kernel/accounts/providers/actions.py": {"providers.add", "providers.change"},
    "platform/kernel/accounts/roles.py": {"roles.change", "roles.restore"},
    "tenants/customization/actions.py": {
        "customization.setting",
        "customization.word",
        "customization.brand",
        "portal.put_steps_away",
        "portal.bring_steps_back",
        "portal.second_step_of_all",
        "portal.second_step_of_some",
        "notices.change_letter",
        "notices.bring_letter_back",
        "notices.change_sender",
    },
    "tenants/elsewhere/actions.py": {"elsewhere.link", "elsewhere.unlink"},
    "app_modules/complaints/actions/timeline.py": set(),
    "provisioning/actions.py": {"provisioning.enable", "provisioning.disable"},
    "provisioning/bulk/actions.py": {"provisioning.install", "provisioning.uninstall"},
    # Written by the owner of the tables, with the rows that come back.
    "provisioning/backups/restoring.py": {"portal.restored"},
    "provisioning/doors.py": {"people.restored"},
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


def test_changed_word_is_called_as_on_its_page(console, in_makassar):
    console.post("/konsol/kata/complaints/", {"word-question:id": "Apa yang perlu dibenahi?"})

    (line,) = history.lines(Entry.objects.filter(action="customization.word")[:1])

    assert line.about == Link("Laporan warga (LAKSA): Pertanyaan di beranda", "")


@pytest.fixture
def entries(in_makassar):
    """A hundred entries, one a minute, by two people."""
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    with time_machine.travel(begin, tick=False) as clock:
        for number in range(100):
            clock.move_to(begin + timedelta(minutes=number))
            by = Actor(ActorKind.PERSON, ("sari", "budi")[number % 2], ("Sari", "Budi")[number % 2])
            act = "news.publish" if number % 10 == 0 else "units.add"
            audit.record(act, "test", by=by, summary=f"Entry x{number:03}x of Dinas Kebudayaan")


def found(**asked: str) -> list[Entry]:
    form = HistoryForm({"since": "2026-03-01", "until": "2026-03-02", **asked})
    assert form.errors == {}
    return list(queries.found(form.wanted()))


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 100),
        ({"who": "person:sari"}, 50),
        ({"who": "citizen"}, 0),
        ({"what": "news.publish"}, 10),
        ({"what": "news.", "who": "person:sari"}, 10),
        ({"q": "kebuda x00"}, 10),
        ({"q": "bud x001x"}, 1),
        ({"q": "menerbitkan sari"}, 10),
        ({"q": "'; \\ & !"}, 100),
        ({"until": "2026-02-28"}, 0),
        ({"about": "news.article:none"}, 0),
    ],
)
def test_history_is_narrowed(entries, asked, count):
    assert len(found(**asked)) == count


def test_history_goes_on_behind_an_entry_and_ends(console, entries):
    asked = "?since=2026-03-01&until=2026-03-02"
    seen, after = [], ""
    for count in (40, 40, 20):
        body = console.get(f"/konsol/riwayat/{asked}{after}").content.decode()
        shown = re.findall(r"datetime=\"([^\"]+)\"", body)
        assert len(shown) == count
        older = re.search(r"after=(\w+)\" class=\"btn", body)
        after = f"&after={older[1]}" if older else "end"
        seen += shown

    assert (len(seen), after) == (100, "end")


def test_date_that_is_none_is_said_beside_its_field(console):
    body = console.get("/konsol/riwayat/?until=besok&q=sari").content.decode()

    assert "Tulis tanggalnya seperti ini: 2026-11-27." in body
    assert 'value="besok"' in body


def test_page_shows_from_where_and_asks_few_questions(console, entries):
    console.post("/konsol/unit/", {"name": "Dinas Kebudayaan"})

    with counted(14):
        body = console.get("/konsol/riwayat/?what=units.add").content.decode()

    assert body.count("127.0.0.1") == 1


def test_export_is_sent_and_written_down(console, entries):
    answer = console.post("/konsol/riwayat/unduh/?who=person:sari&q=x000x&since=2026-03-01")
    text = b"".join(answer.streaming_content).decode()

    assert text.count("\r\n") == 2
    assert answer["Content-Disposition"].startswith('attachment; filename="riwayat-makassar-')
    entry = Entry.objects.get(action="audit.export")
    assert sorted(entry.after) == ["actor_key", "since"]


def test_line_names_what_it_is_about(in_makassar, sari):
    invited = Invitation.objects.create(name="Citra", email="citra@example.org", role=Role.objects.get(key="officer"))
    entries = [
        audit.record("people.deactivate", sari, by=CITIZEN, summary="-"),
        audit.record("people.invite", invited, by=CITIZEN, summary="-"),
        audit.record("provisioning.enable", "portal", by=CITIZEN, summary="-", after={"module": "news"}),
    ]

    about = [line.about for line in history.lines(entries)]

    assert about == [Link("Sari", f"/konsol/orang/{sari.key}/"), Link("Citra", ""), Link("Berita", "")]
