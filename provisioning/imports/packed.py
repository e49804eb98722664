"""The .zip that a tenant left with, read where it lies: nothing is unpacked, so no name in it becomes a path."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile, ZipInfo

from provisioning.archives import manifest
from provisioning.archives.errors import NotAsWritten, NotFinished
from provisioning.archives.manifest import Manifest
from provisioning.archives.sealing import Layer
from provisioning.archives.writer import copy
from provisioning.exports.writing import SUMS
from provisioning.imports.errors import TooDense

# Where an archive's parts are asked for: below nothing, since there is no folder.
HERE = Path()
NAMES = "files.csv"
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 1
# A .zip that says it holds more than so many times its own size is one that was made to fill a disk; a small one may.
DENSE, SMALL = 200, 100 * 1024 * 1024
# What is read at once, and how much of it at most: some hundred thousand files.
LISTS, LONGEST_LIST = (manifest.FILE, NAMES, SUMS), 64 * 1024 * 1024


class Unreadable(OSError):
    """A member of the .zip is damaged."""


class Packed:
    """The members of a .zip by their names in its one folder; stored files by their keys, as an archive has them."""

    def __init__(self, packed: ZipFile, size: int) -> None:
        self._zip, self.members = packed, _members(packed, size)
        self._names = dict[str, str]()
        self._names = self._read_names()

    def open(self, path: Path, mode: str) -> IO[bytes]:
        """Open a part of the archive to be read; as `Opened`.

        Raises: FileNotFoundError.
        """
        info = self.members.get(self.name(path.as_posix()))
        if info is None:
            raise FileNotFoundError(path)
        return io.BufferedReader(_Member(_opened(self._zip, info)))

    def name(self, path: str) -> str:
        """Return under which name a part of the archive lies in the .zip."""
        return self._names.get(path, path)

    def require_rest(self, kept: Manifest) -> None:
        """Read what the manifest does not speak of against the list of checksums, which must name all there is.

        Raises: NotAsWritten.
        """
        listed = self._read_sums()
        if strange := sorted(self.members.keys() ^ listed.keys() ^ {SUMS}):
            raise NotAsWritten(_shown(strange[0]))
        for name in sorted(listed.keys() - {self.name(part.path) for part in kept.parts}):
            if self._sha256(name) != listed[name]:
                raise NotAsWritten(_shown(name))

    def _sha256(self, name: str) -> str:
        """Return the checksum of a member; of one that cannot be read, nothing."""
        try:
            with self.open(Path(name), "rb") as file:
                return copy(file).sha256
        except OSError:
            return ""

    def _read_sums(self) -> dict[str, str]:
        lines = self._text(SUMS).splitlines()
        return {name: checksum for checksum, _gap, name in (line.partition("  ") for line in lines)}

    def _read_names(self) -> dict[str, str]:
        try:
            rows = csv.DictReader(io.StringIO(self._text(NAMES), newline=""))
            return {f"files/{row['key']}": row["path"] for row in rows}
        except (KeyError, csv.Error) as error:
            raise NotAsWritten(NAMES) from error

    def _text(self, name: str) -> str:
        try:
            with self.open(Path(name), "rb") as file:
                return file.read().decode()
        except (OSError, UnicodeDecodeError) as error:
            raise NotAsWritten(name) from error


class _Member(Layer):
    """A member that is read; that it is damaged is said as a damaged file says it."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._below.read(len(buffer))
        except (BadZipFile, EOFError, zlib.error) as error:
            raise Unreadable from error
        buffer[: len(data)] = data
        return len(data)


@contextmanager
def read(path: Path) -> Iterator[Packed]:
    """Have the .zip open until the block ends.

    Raises: NotFinished, NotAsWritten, TooDense.
    """
    try:
        packed = ZipFile(path)
    except (OSError, BadZipFile, ValueError, NotImplementedError) as error:
        raise NotFinished from error
    with packed:
        yield Packed(packed, path.stat().st_size)


def _members(packed: ZipFile, size: int) -> dict[str, ZipInfo]:
    """Return the members by their names in the one folder that they all lie in.

    Raises: TooDense; NotAsWritten for a name that lies elsewhere or is there twice, and for what we never pack so.
    """
    infos, found = [info for info in packed.infolist() if not info.filename.endswith("/")], dict[str, ZipInfo]()
    lists = [info.file_size for info in infos if info.filename.endswith(LISTS)]
    if sum(info.file_size for info in infos) > max(SMALL, DENSE * size) or max(lists, default=0) > LONGEST_LIST:
        raise TooDense
    for info in infos:
        top, _slash, name = info.filename.partition("/")
        is_inside = top == infos[0].filename.partition("/")[0] and ".." not in info.filename.split("/")
        if not is_inside or name in found or info.compress_type not in WAYS or info.flag_bits & ENCRYPTED:
            raise NotAsWritten(_shown(info.filename))
        found[name] = info
    return found


def _shown(name: str) -> str:
    """Return a name from outside as a terminal may show it."""
    return "".join(sign if sign.isprintable() else "?" for sign in name[:100])


def _opened(packed: ZipFile, info: ZipInfo) -> IO[bytes]:
    try:
        return packed.open(info)
    except (BadZipFile, NotImplementedError, ValueError) as error:
        raise Unreadable from error
