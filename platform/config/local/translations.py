"""Texts: compiled when they change, and checked to be complete."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.local.errors import Refusal
from config.local.workspace import ROOT

SOURCES = ("platform", "tenants", "app_modules", "provisioning")
TEXT = re.compile(r'^msgid ("(?!"\n).*")$', re.MULTILINE)
CATALOGUES = "**/locale/*/LC_MESSAGES/*.po"


def catalogues(root: Path = ROOT) -> list[Path]:
    """Return every catalogue of texts."""
    return sorted(file for source in SOURCES for file in (root / source).glob(CATALOGUES))


def outdated(root: Path = ROOT) -> list[Path]:
    """Return the catalogues that are newer than what was compiled of them."""
    return [file for file in catalogues(root) if _is_newer(file, file.with_suffix(".mo"))]


def compile_all(root: Path = ROOT) -> None:
    """Compile the outdated catalogues.

    Raises: Refusal with gettext's words for the first broken one.
    """
    for file in outdated(root):
        made = _gettext("msgfmt", "--check-format", "-o", str(file.with_suffix(".mo")), str(file))
        if made.returncode:
            raise Refusal(f"{made.stderr.strip()}\nThe texts in {file.relative_to(root)} cannot be compiled.")


def faults(root: Path = ROOT) -> list[str]:
    """Return a sentence for each catalogue that lacks a translation, reading the sources anew."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for source in SOURCES:
            shutil.copytree(
                root / source, copy / source, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo")
            )
        collected = subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "id", "--no-location", "--no-wrap"],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        if collected.returncode:
            return [collected.stderr.strip()]
        return [*(sentence for file in catalogues(copy) for sentence in _missing(file, copy)), *_disagreeing(copy)]


def _missing(file: Path, root: Path) -> list[str]:
    name = file.relative_to(root)
    found = []
    for flag, what in (("--untranslated", "not translated"), ("--only-fuzzy", "only guessed (fuzzy)")):
        texts = _gettext("msgattrib", "--no-obsolete", "--no-wrap", flag, str(file)).stdout.splitlines()
        found += [f"{name}: {text.removeprefix('msgid ')} is {what}." for text in texts if _is_text(text)]
    return found


def _disagreeing(root: Path) -> Iterator[str]:
    """Yield a sentence for each text with two translations: one app's would stand on the other's pages."""
    files = [str(file) for file in catalogues(root)]
    merged = _gettext("msgcat", "--no-wrap", *files).stdout if files else ""
    for entry in merged.split("\n\n"):
        if "#-#-#-#-#" in entry and not entry.startswith("#~") and (text := TEXT.search(entry)):
            yield f"{text[1]} is translated in two ways: use one, or another English text."


def _is_text(line: str) -> bool:
    return line.startswith("msgid ") and line != 'msgid ""'


def _is_newer(file: Path, made: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < file.stat().st_mtime


def _gettext(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)
