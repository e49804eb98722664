"""What an archive holds, as its `manifest.json` says: written last, with a checksum over itself."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from provisioning.archives.errors import NotAsWritten, NotFinished, NotKnown
from provisioning.archives.sealing import Opened, plain
from tenants.isolation.names import NAME

FORMAT: Final = "live-archive-1"
FILE = "manifest.json"

Name = Annotated[str, Field(pattern=f"^{NAME.pattern}$")]
Key = Annotated[str, Field(pattern="^[a-z0-9]{1,16}$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Entry(BaseModel):
    """Something that the manifest tells: nothing more, and never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Entry):
    """A column of a table, with its type as Postgres writes it."""

    name: Name
    type: str


class Sequence(Entry):
    """The number that the column's next row gets."""

    column: Name
    next: int


class Table(Entry):
    """Rows of a table: all of them, or only those that belong to what was archived."""

    name: Name
    is_whole: bool
    columns: tuple[Column, ...]
    sequences: tuple[Sequence, ...]
    rows: int
    size: int
    sha256: Sha256

    @property
    def path(self) -> str:
        """Return where the rows lie in the archive."""
        return f"tables/{self.name}.csv"


class File(Entry):
    """A stored file, under its key; what it is called stands in the table of stored files."""

    key: Key
    size: int
    sha256: Sha256

    @property
    def path(self) -> str:
        """Return where the bytes lie in the archive."""
        return f"files/{self.key}"


class Manifest(Entry):
    """All that an archive holds. `about` is what its writer says of it; `missing` are files that were not there."""

    format: Literal["live-archive-1"] = FORMAT
    about: dict[str, Any]
    written_at: datetime
    tables: tuple[Table, ...]
    files: tuple[File, ...]
    missing: tuple[Key, ...] = ()

    @property
    def parts(self) -> tuple[Table | File, ...]:
        """Return everything of which there is a checksum."""
        return (*self.tables, *self.files)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return sum(table.rows for table in self.tables)

    @property
    def size(self) -> int:
        """Return how many bytes there are."""
        return sum(part.size for part in self.parts)

    @property
    def figures(self) -> dict[str, Any]:
        """Return what the archive's row keeps of it: the checksum, and how much there is."""
        return {"manifest": self.checksum, "rows": self.rows, "files": len(self.files), "size": self.size}

    @property
    def checksum(self) -> str:
        """Return the SHA-256 of all that the manifest says."""
        return _checksum(self.model_dump(mode="json"))

    def text(self) -> str:
        """Return the manifest as it is written."""
        told = {"checksum": self.checksum, "contents": self.model_dump(mode="json")}
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _checksum(contents: Any) -> str:
    text = json.dumps(contents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def parse(folder: Path, opened: Opened = plain) -> Manifest:
    """Return what the archive in the folder says of itself.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    try:
        with opened(folder / FILE, "rb") as file:
            told = json.load(file)
        contents, checksum = told["contents"], told["checksum"]
    except FileNotFoundError as error:
        raise NotFinished from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAsWritten(FILE) from error
    if checksum != _checksum(contents):
        raise NotAsWritten(FILE)
    try:
        return Manifest.model_validate(contents)
    except ValidationError as error:
        raise NotKnown from error
