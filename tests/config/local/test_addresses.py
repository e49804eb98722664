import subprocess
from pathlib import Path

import pytest

from config.local import addresses


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def tracked(repository: Path, name: str, text: str) -> None:
    (repository / name).write_text(text)
    subprocess.run(["git", "add", name], cwd=repository, check=True)


@pytest.mark.parametrize(
    "line",
    [
        "see https://py" + "pi.org/project/django",
        "https://registry." + "npmjs.org/htmx",
        "http://deb." + "debian.org/debian",
        "--index" + "-url https://mirror.example/simple",
        '  "resol' + 'ved": "https://mirror.example/htmx.tgz",',
    ],
)
def test_address_is_found_with_its_line(repository: Path, line: str) -> None:
    tracked(repository, "notes.txt", f"first\n{line}\n")

    (fault,) = addresses.faults(repository)

    assert fault.startswith("notes.txt:2 names a registry's address: ")


def test_ordinary_text_is_no_fault(repository: Path) -> None:
    tracked(repository, "notes.txt", "PyPI, Debian and npm have it; https://www.tangerangkota.go.id\n")

    assert addresses.faults(repository) == []


def test_untracked_files_are_left_alone(repository: Path) -> None:
    (repository / "notes.txt").write_text("https://py" + "pi.org/")

    assert addresses.faults(repository) == []
