"""No tracked file names a package registry's address: each machine has its own."""

import re
import subprocess
from pathlib import Path

from config.local.workspace import ROOT

REGISTRY = re.compile(
    rb"(registry\.(npmjs|yarnpkg)|files\.pythonhosted|pypi|proxy\.golang|(deb|security)\.debian)\.(org|com)"
    rb"|^\s*--(extra-)?index-url|^\s*--find-links|\"resolved\": *\"http",
    re.MULTILINE,
)


def faults(root: Path = ROOT) -> list[str]:
    """Return a sentence for each line of a tracked file that names an address."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    files = [root / name.decode() for name in listed.split(b"\0") if name]
    return [sentence for file in files if file.is_file() for sentence in _in(file, root)]


def _in(file: Path, root: Path) -> list[str]:
    content = file.read_bytes()
    return [_sentence(file.relative_to(root), content, found) for found in REGISTRY.finditer(content)]


def _sentence(name: Path, content: bytes, found: re.Match[bytes]) -> str:
    line = content.count(b"\n", 0, found.start()) + 1
    return f"{name}:{line} names a registry's address: {found[0].decode().strip()}"
