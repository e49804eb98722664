"""Write an archive: a folder that is whole as soon as it has its name."""

import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone

from kernel.ids import new_id
from provisioning.archives import manifest, tables
from provisioning.archives.manifest import File, Manifest, Table
from provisioning.archives.sealing import Opened, plain
from provisioning.archives.tables import Measure, Part

PAGE = "index.html"
BLOCK = 1024 * 1024
SETTLING = 16

Stored = tuple[str, Path]


def write(
    folder: Path, parts: Iterable[Part], files: Iterable[Stored], *, about: dict[str, Any], opened: Opened = plain
) -> Manifest:
    """Write rows and files of the current tenant into the folder, in place of what was there; return its manifest.

    `files` are keys and where the bytes lie. The rows are those of one moment only if nobody changes them meanwhile,
    or the caller's transaction on the owner's connection sees one moment. `opened` opens each file of the archive.
    """
    remove_unfinished(folder)
    unfinished = folder.with_name(f".{folder.name}.{new_id()}")
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("tables", "files"):
        (unfinished / name).mkdir(parents=True)
    kept = [_table(unfinished, part, opened) for part in parts]
    found, missing = _files(unfinished, files, opened)
    written = Manifest(
        about=about, written_at=timezone.now(), tables=tuple(kept), files=tuple(found), missing=tuple(missing)
    )
    _text(unfinished / PAGE, render_to_string("provisioning/archive.html", {"archive": written}), opened)
    _text(unfinished / manifest.FILE, written.text(), opened)
    for place in (unfinished / "tables", unfinished / "files", unfinished):
        settle(place)
    remove(folder)
    unfinished.rename(folder)
    settle(folder.parent)
    return written


def remove(folder: Path) -> None:
    """Delete an archive; its manifest first, so that a half of it is never taken for one."""
    (folder / manifest.FILE).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def remove_unfinished(folder: Path) -> None:
    """Delete what a process that was killed left of the archive."""
    for unfinished in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def _table(folder: Path, part: Part, opened: Opened) -> Table:
    path = folder / "tables" / f"{part.table}.csv"
    with opened(path, "xb") as file:
        table = tables.copy_out(part, file)
    settle(path)
    return table


def _files(folder: Path, files: Iterable[Stored], opened: Opened) -> tuple[list[File], list[str]]:
    """Copy the files; return those that are there, and the keys of those that are not."""
    found, missing = [], []
    for key, path in files:
        try:
            source = path.open("rb")
        except FileNotFoundError:  # restored without its files, say: the row is kept all the same
            missing.append(key)
            continue
        target = folder / "files" / key
        with source, opened(target, "xb") as file:
            measure = copy(source, file)
        found.append(File(key=key, size=measure.size, sha256=measure.sha256))
    settle_all(folder / file.path for file in found)
    return found, missing


def copy(source: IO[bytes], target: IO[bytes] | None = None) -> Measure:
    """Copy all bytes, and return their measure; without a target only measure them."""
    measure = Measure(target)
    while block := source.read(BLOCK):
        measure.write(block)
    return measure


def _text(path: Path, text: str, opened: Opened) -> None:
    with opened(path, "xb") as file:
        file.write(text.encode())
    settle(path)


def settle_all(paths: Iterable[Path]) -> None:
    """Let the bytes of many files outlive a power failure: the disk is waited for together, not once for each."""
    with ThreadPoolExecutor(SETTLING) as pool:
        list(pool.map(settle, paths))


def settle(path: Path) -> None:
    """Let the bytes of a file, or the names in a folder, outlive a power failure."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
