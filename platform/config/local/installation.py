"""From a checkout to an installation that can serve: what is built, what runs, what the database needs."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from config.local import environment, postgres, redis, steps, translations
from config.local.children import die_with_parent
from config.local.workspace import ROOT, Workspace

SOURCES = ("platform", "tenants", "app_modules", "provisioning")


def build(settings: dict[str, str]) -> None:
    """Make what is made from sources alone and not kept in git: texts, styles, static files."""
    if translations.outdated():
        with steps.step("Texts"):
            translations.compile_all()
    steps.run("Styles and scripts", [sys.executable, "-m", "kernel.ui.build"], environment=settings, folder=ROOT)
    if _has_changed("static", "static/**/*"):
        steps.run("Static files", manage("collectstatic", "--no-input"), environment=settings, folder=ROOT)
        _remember("static", "static/**/*")


@contextmanager
def servers(workspace: Workspace) -> Iterator[None]:
    """Run Postgres and Redis for the length of the block, with the database and its roles made."""
    (workspace.folder / "files").mkdir(parents=True, exist_ok=True)
    (workspace.folder / "mail").mkdir(parents=True, exist_ok=True)
    with postgres.running(workspace), redis.running(workspace):
        postgres.ensure_database(environment.cluster_url(workspace), environment.DATABASE)
        yield


def set_up_database(settings: dict[str, str]) -> None:
    """Bring the public schema and the regions' reference data to this release, then make new tenants' scripts.

    In this order: Django finds the constraints that a migration replaces in the public twin tables.
    """
    steps.run("Database", manage("set_up_database"), environment=settings, folder=ROOT)
    if _has_changed("structures", "migrations/*.py"):
        steps.run("Structure scripts", manage("build_structures"), environment=settings, folder=ROOT)
        _remember("structures", "migrations/*.py")


def manage(*arguments: str) -> list[str]:
    """Return the command line of one of Django's commands."""
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def in_terminal(command: Sequence[str], settings: dict[str, str]) -> int:
    """Run a command that talks to the terminal itself; Ctrl-C is its to answer. Return its exit status."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        ends_with_us = die_with_parent(signal.SIGTERM)
        return subprocess.run(command, env=settings, cwd=ROOT, preexec_fn=ends_with_us, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _has_changed(what: str, pattern: str) -> bool:
    stamp = _stamp(what)
    return not stamp.exists() or stamp.read_text() != _fingerprint(pattern)


def _remember(what: str, pattern: str) -> None:
    _stamp(what).parent.mkdir(parents=True, exist_ok=True)
    _stamp(what).write_text(_fingerprint(pattern))


def _stamp(what: str) -> Path:
    return ROOT / ".local/built" / what


def _fingerprint(pattern: str) -> str:
    files = [ROOT / "requirements.txt"]
    for source in SOURCES:
        files += [file for file in (ROOT / source).glob(f"**/{pattern}") if file.is_file()]
    facts = ((str(file.relative_to(ROOT)), file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(files))
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()
