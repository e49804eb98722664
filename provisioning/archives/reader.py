"""Read an archive back: all of it is checked before anything is changed."""

from collections.abc import Callable
from pathlib import Path

from provisioning.archives import manifest, tables
from provisioning.archives.errors import NotAsWritten
from provisioning.archives.manifest import File, Manifest, Table
from provisioning.archives.sealing import Opened, plain
from provisioning.archives.writer import copy, settle_all


def verify(folder: Path, opened: Opened = plain) -> Manifest:
    """Read every part of the archive against its checksum, and return the manifest.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    found = manifest.parse(folder, opened)
    for part in found.parts:
        if not _is_as_written(folder / part.path, part, opened):
            raise NotAsWritten(part.path)
    return found


def verify_as(folder: Path, checksum: str, opened: Opened = plain) -> Manifest:
    """Read every part of the archive that has this checksum, and return its manifest.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    found = verify(folder, opened)
    if found.checksum != checksum:
        raise NotAsWritten(manifest.FILE)
    return found


def _is_as_written(path: Path, part: Table | File, opened: Opened) -> bool:
    try:
        with opened(path, "rb") as file:
            measure = copy(file)
    except OSError:
        return False
    return (measure.size, measure.sha256) == (part.size, part.sha256)


def load(folder: Path, found: Manifest, opened: Opened = plain) -> None:
    """Add the rows of a verified archive to the current tenant's tables, inside the caller's transaction.

    Raises: NotAsWritten.
    """
    for table in found.tables:
        with opened(folder / table.path, "rb") as file:
            if tables.copy_in(table, file) != table.rows:
                raise NotAsWritten(table.path)


def take_files(folder: Path, found: Manifest, place: Callable[[str], Path], opened: Opened = plain) -> None:
    """Put the files of a verified archive where they lay, each whole or not at all; `place` tells it by the key."""
    lacking = [file for file in found.files if not _is_as_written(place(file.key), file, plain)]
    parts = [place(file.key).with_suffix(".part") for file in lacking]
    for file, part in zip(lacking, parts, strict=True):
        part.parent.mkdir(parents=True, exist_ok=True)
        with opened(folder / file.path, "rb") as source, part.open("wb") as written:
            copy(source, written)
    settle_all(parts)
    for file, part in zip(lacking, parts, strict=True):
        part.replace(place(file.key))
