"""Read an archive back: all of it is checked before anything is changed."""

from collections.abc import Callable
from pathlib import Path

from provisioning.archives import manifest, tables
from provisioning.archives.errors import NotAsWritten
from provisioning.archives.manifest import File, Manifest, Table
from provisioning.archives.tables import Measure
from provisioning.archives.writer import BLOCK, copy


def verify(folder: Path) -> Manifest:
    """Read every part of the archive against its checksum, and return the manifest.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    found = manifest.parse(folder)
    for part in found.parts:
        if not _is_as_written(folder, part):
            raise NotAsWritten(part.path)
    return found


def _is_as_written(folder: Path, part: Table | File) -> bool:
    measure = Measure()
    try:
        with (folder / part.path).open("rb") as file:
            while block := file.read(BLOCK):
                measure.write(block)
    except OSError:
        return False
    return (measure.size, measure.sha256) == (part.size, part.sha256)


def load(folder: Path, found: Manifest) -> None:
    """Add the rows of a verified archive to the current tenant's tables, inside the caller's transaction.

    Raises: NotAsWritten.
    """
    for table in found.tables:
        with (folder / table.path).open("rb") as file:
            if tables.copy_in(table, file) != table.rows:
                raise NotAsWritten(table.path)


def take_files(folder: Path, found: Manifest, place: Callable[[str], Path]) -> None:
    """Put the files of a verified archive where they lay, each whole or not at all; `place` tells it by the key."""
    for file in found.files:
        target = place(file.key)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        copy(folder / file.path, part)
        part.replace(target)
