"""From a checkout to an installation that can serve: what is built, what runs, what the database needs."""

import hashlib
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
    static = Stamp(ROOT / ".local/built/static", "static/**/*")
    if static.is_old():
        steps.run("Static files", manage("collectstatic", "--no-input"), environment=settings, folder=ROOT)
        static.renew()


@contextmanager
def servers(workspace: Workspace) -> Iterator[None]:
    """Run Postgres and Redis for the length of the block, with the database and its roles made."""
    (workspace.folder / "files").mkdir(parents=True, exist_ok=True)
    (workspace.folder / "mail").mkdir(parents=True, exist_ok=True)
    with postgres.running(workspace), redis.running(workspace):
        postgres.ensure_database(environment.cluster_url(workspace), environment.DATABASE)
        yield


def set_up_database(workspace: Workspace, settings: dict[str, str]) -> None:
    """Bring public schema, reference data and the scripts for new tenants to this release."""
    database = Stamp(workspace.folder / "database", "migrations/*.py")
    if database.is_old():
        steps.run("Database", manage("set_up_database"), environment=settings, folder=ROOT)
        database.renew()


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


@dataclass(frozen=True)
class Stamp:
    """A file that says of which sources something was made."""

    file: Path
    pattern: str

    def is_old(self) -> bool:
        """Say whether the sources are others now."""
        return not self.file.exists() or self.file.read_text() != _fingerprint(self.pattern)

    def renew(self) -> None:
        """Note that it is made of the sources as they are."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(_fingerprint(self.pattern))


def _fingerprint(pattern: str) -> str:
    files = [ROOT / "requirements.txt"]
    for source in SOURCES:
        files += [file for file in (ROOT / source).glob(f"**/{pattern}") if file.is_file()]
    facts = ((str(file.relative_to(ROOT)), file.stat().st_mtime_ns, file.stat().st_size) for file in sorted(files))
    return hashlib.sha256(repr(list(facts)).encode()).hexdigest()
