"""Write an archive: a folder that is whole as soon as it has its name."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone

from kernel.ids import new_id
from provisioning.archives import manifest, tables
from provisioning.archives.manifest import File, Manifest, Table
from provisioning.archives.tables import Measure, Part

PAGE = "index.html"
BLOCK = 1024 * 1024

Stored = tuple[str, Path]


def write(folder: Path, parts: Iterable[Part], files: Iterable[Stored], *, about: dict[str, Any]) -> Manifest:
    """Write rows and files of the current tenant into the folder, in place of what was there; return its manifest.

    `files` are keys and where the bytes lie. The rows are those of one moment only if nobody changes them meanwhile,
    or the caller's transaction on the owner's connection sees one moment.
    """
    remove_unfinished(folder)
    unfinished = folder.with_name(f".{folder.name}.{new_id()}")
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("tables", "files"):
        (unfinished / name).mkdir(parents=True)
    kept = [_table(unfinished, part) for part in parts]
    found, missing = _files(unfinished, files)
    written = Manifest(
        about=about, written_at=timezone.now(), tables=tuple(kept), files=tuple(found), missing=tuple(missing)
    )
    _text(unfinished / PAGE, render_to_string("provisioning/archive.html", {"archive": written}))
    _text(unfinished / manifest.FILE, written.text())
    for place in (unfinished / "tables", unfinished / "files", unfinished):
        _settle(place)
    remove(folder)
    unfinished.rename(folder)
    _settle(folder.parent)
    return written


def remove(folder: Path) -> None:
    """Delete an archive; its manifest first, so that a half of it is never taken for one."""
    (folder / manifest.FILE).unlink(missing_ok=True)
    shutil.rmtree(folder, ignore_errors=True)


def remove_unfinished(folder: Path) -> None:
    """Delete what a process that was killed left of the archive."""
    for unfinished in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(unfinished, ignore_errors=True)


def _table(folder: Path, part: Part) -> Table:
    with (folder / "tables" / f"{part.table}.csv").open("xb") as file:
        table = tables.copy_out(part, file)
        _sync(file)
    return table


def _files(folder: Path, files: Iterable[Stored]) -> tuple[list[File], list[str]]:
    """Copy the files; return those that are there, and the keys of those that are not."""
    found, missing = [], []
    for key, path in files:
        try:
            measure = copy(path, folder / "files" / key)
        except FileNotFoundError:  # restored without its files, say: the row is kept all the same
            missing.append(key)
        else:
            found.append(File(key=key, size=measure.size, sha256=measure.sha256))
    return found, missing


def copy(source: Path, target: Path) -> Measure:
    """Copy a file so that it outlives a power failure; return its measure."""
    with source.open("rb") as read, target.open("wb") as file:
        measure = Measure(file)
        while block := read.read(BLOCK):
            measure.write(block)
        _sync(file)
    return measure


def _text(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        _sync(file)


def _sync(file: IO[Any]) -> None:
    """Let the bytes outlive a power failure."""
    file.flush()
    os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Let the names in a folder outlive a power failure."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
