"""Tests, checks, formatting and benchmarks."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.local import addresses, claims, environment, installation, steps, translations
from config.local.errors import Refusal
from config.local.workspace import BENCH, ROOT, TEST, Workspace

TEMPLATES = installation.SOURCES
PROGRAMS = Path(sys.executable).parent
# A process a core, each with a database of its own; what shares a browser stays together.
IN_PARALLEL = ["-n", "auto", "--dist", "loadgroup", "--quiet"]
READING: tuple[tuple[str, list[str]], ...] = (
    ("Format", ["ruff", "format", "--check", "."]),
    ("Lint", ["ruff", "check", "."]),
    ("Types", ["mypy"]),
    ("Imports", ["lint-imports"]),
    ("Templates", ["djlint", "--lint", "--quiet", *TEMPLATES]),
)
FORMATTING: tuple[tuple[str, list[str]], ...] = (
    ("Imports and simple faults", ["ruff", "check", "--fix-only", "."]),
    ("Python", ["ruff", "format", "."]),
)


def test(arguments: list[str]) -> int:
    """Run pytest against servers of its own; return its exit status."""
    with _ready(TEST, "test") as settings:
        return installation.in_terminal([sys.executable, "-m", "pytest", *(arguments or IN_PARALLEL)], settings)


def bench(arguments: list[str]) -> int:
    """Run benchmarks against servers of their own, durable as in production."""
    with _ready(BENCH, "bench") as settings:
        return installation.in_terminal([sys.executable, "-m", "tests.benchmarks", *arguments], settings)


def fmt() -> int:
    """Format Python and templates."""
    for title, command in FORMATTING:
        steps.run(title, _program(command), environment=dict(os.environ), folder=ROOT)
    return 0


def check() -> int:
    """Run all that must pass, the quick first; return the first exit status that is not 0."""
    plain = dict(os.environ)
    for title, command in READING:
        steps.run(title, _program(command), environment=plain, folder=ROOT)
    _judge("Translations", translations.faults)
    _judge("Registry addresses", addresses.faults)
    with _ready(TEST, "check") as settings:
        unmade = installation.manage("makemigrations", "--check", "--dry-run")
        steps.run("Migrations", unmade, environment=settings, folder=ROOT)
        system = installation.manage("check", "--database", "default", "--fail-level", "WARNING")
        steps.run("System, and the rights of the web role", system, environment=settings, folder=ROOT)
        return _covered_tests(settings)


def _covered_tests(settings: dict[str, str]) -> int:
    coverage = [sys.executable, "-m", "coverage"]
    for arguments in (["erase"], ["run", "-m", "pytest", *IN_PARALLEL], ["combine", "--quiet"], ["report"]):
        status = installation.in_terminal([*coverage, *arguments], settings)
        if status:
            return status
    return 0


def _judge(title: str, faults: Callable[[], list[str]]) -> None:
    with steps.step(title):
        found = faults()
        if found:
            raise Refusal("\n".join(found))


@contextmanager
def _ready(workspace: Workspace, command: str) -> Iterator[dict[str, str]]:
    """Own the workspace with its servers up and everything built; its turn comes after others'."""
    now = claims.owner(workspace)
    if now is not None:
        print(f"'./dev {now.command}' runs here (process {now.pid}); this begins when it has ended.", flush=True)
    with claims.owned(workspace, command, wait=True):
        settings = environment.for_tests(workspace)
        with installation.servers(workspace):
            installation.build(settings)
            yield settings
        if "CI" in os.environ and not workspace.cluster.is_relative_to(ROOT):
            shutil.rmtree(workspace.cluster)


def _program(command: list[str]) -> list[str]:
    inside = PROGRAMS / command[0]
    return [str(inside) if inside.exists() else command[0], *command[1:]]
