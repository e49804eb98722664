"""An exported history, and the program with which its people check it without us."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections

from kernel.accounts.actor import Actor, ActorKind
from kernel.audit import actions as audit
from kernel.audit import queries
from kernel.audit.models import Entry
from kernel.audit.queries import Wanted
from tenants.isolation.current import Place, enter
from tenants.proofs import checker, exporting
from tests.kernel.audit import first_release, tampering

SARI = Actor(ActorKind.PERSON, "sari", "=HYPERLINK(1)")


@pytest.fixture
def log(committed):
    """Three entries as the first release sealed them, five of now, and one without a seal."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry, audit_seal")
        tampering.fill(cursor, 3)
        cursor.execute("UPDATE audit_entry SET origin = '', at = date_trunc('second', at)")
        first_release.seal()
        for number in range(5):
            audit.record("test.try", "test", by=SARI, summary=f'\'Entry {number}, "é"\n', after={"a": [1.5, "=1"]})
        audit.seal(using="owner")
        audit.record("test.try", "test", by=SARI, summary="Not sealed")
        yield
        cursor.execute("TRUNCATE audit_entry, audit_seal")


def export(path: Path, wanted: Wanted = Wanted()) -> Path:  # noqa: B008 - frozen
    """Write the export as a browser does: asked for in a place, read out of it."""
    lines = exporting.lines(queries.found(wanted))
    with enter(Place.NOBODY):
        path.write_text("".join(lines), encoding="utf-8", newline="")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_program_alone_says_that_all_is_as_sealed(log, tmp_path):
    path = export(tmp_path / "riwayat.csv")

    done = subprocess.run(
        [sys.executable, "-I", checker.__file__, str(path)], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.returncode) == ("9 rows / baris. All as sealed / semua utuh\n", 0)


@pytest.mark.parametrize(
    ("number", "column", "text"),
    [
        (2, "summary", "Another"),
        (5, "origin", "203.0.113.9"),
        (5, "actor_name", "HYPERLINK(1)"),
        (5, "sealed_at", "2026-01-01T00:00:00.000000Z"),
        (6, "after", "{}"),
    ],
)
def test_changed_row_is_named(log, tmp_path, number, column, text):
    path = export(tmp_path / "riwayat.csv")
    found = rows(path)
    found[number - 1][column] = text
    write(path, found)

    assert checker.faults(checker.read(path), {}) == [str(number)]


def write(path: Path, found: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, exporting.COLUMNS)
        writer.writeheader()
        writer.writerows(found)


def test_rows_that_were_sealed_anew_do_not_fit_the_ones_behind_nor_the_proof(log, tmp_path, capsys):
    path = export(tmp_path / "riwayat.csv")
    found = rows(path)
    proof = tmp_path / "bukti.txt"
    proof.write_text(f"live-audit-head-1 platform kept 8 {found[7]['digest']} 2026-11-27 x\n\n")
    assert checker.main([str(path), str(proof)]) == 0
    for row, number in ((found[4], 5), (found[7], 8)):
        row["summary"] = "Another"
        plain = {name: text.removeprefix("'") for name, text in row.items()}
        row["digest"] = checker.sha256(bytes.fromhex(row["previous"]) + checker.content(plain)).hexdigest()
        assert number == int(row["number"])
    write(path, found)

    assert checker.main([str(path), str(proof)]) == 1
    assert capsys.readouterr().out.endswith("Wrong rows / baris yang salah: 6, 8\n")


def test_cells_are_no_formulas(log, tmp_path):
    found = rows(export(tmp_path / "riwayat.csv"))

    assert [row["actor_name"] for row in found[3:]] == ["'=HYPERLINK(1)"] * 6
    assert found[3]["summary"] == "''Entry 0, \"é\"\n"
    assert [row["digest"] for row in found if row["summary"] == "Not sealed"] == [""]


def test_what_is_looked_for_is_exported_oldest_first_in_parts(log, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 2)

    found = rows(export(tmp_path / "riwayat.csv", Wanted(action="test.")))

    assert [row["number"] for row in found] == ["4", "5", "6", "7", "8", ""]
    assert checker.faults(checker.read(tmp_path / "riwayat.csv"), {}) == []
    assert Entry.objects.count() == 9


@pytest.mark.parametrize(("kept", "gone"), [((0, 3), "5"), ((2, 8), ""), ((0, 0), "5")], ids=["cut", "whole", "empty"])
def test_row_that_a_proof_names_is_missed(log, tmp_path, capsys, kept, gone):
    path, proof = export(tmp_path / "riwayat.csv"), tmp_path / "bukti.txt"
    found = rows(path)
    proof.write_text(f"live-audit-head-1 platform kept 5 {found[4]['digest']} 2026-11-27 x\n")
    write(path, found[slice(*kept)])

    assert (checker.main([str(path), str(proof)]), capsys.readouterr().out.partition("disaring: ")[2].strip()) == (
        int(bool(gone)), gone,
    )  # fmt: skip


def test_gap_is_named(log, tmp_path, capsys):
    path = export(tmp_path / "riwayat.csv")
    found = rows(path)
    write(path, [*found[:3], *found[5:]])

    assert checker.main([str(path)]) == 1
    assert capsys.readouterr().out.endswith("disaring: 4, 5\n")
