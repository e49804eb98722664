"""Files that only who has a key can read or change: AES-256-GCM in pieces, so that any size is streamed.

A file begins with a mark, the number of the secret and a salt; its own key is made of secret and salt. Each piece is
sealed under its place in the file, and the last one as the last, so a piece that is missing, moved or cut off shows.
"""

import hashlib
import io
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"LIVEsealed1"
NUMBER = 8
SALT = 16
PIECE = 64 * 1024
TAG = 16

# Opens a file of an archive, to be read ("rb") or newly written ("xb").
Opened = Callable[[Path, str], IO[bytes]]


class SealBroken(OSError):
    """The file is not as it was sealed, or was sealed under a secret that is not known here."""


def plain(path: Path, mode: str) -> IO[bytes]:
    """Open a file that everybody can read."""
    return cast("IO[bytes]", path.open(mode))


def sealed(secrets: list[str]) -> Opened:
    """Return what opens sealed files: the first secret seals, each of them opens."""

    def opened(path: Path, mode: str) -> IO[bytes]:
        below = plain(path, mode)
        if "r" in mode:
            return io.BufferedReader(_Reader(below, secrets), PIECE)
        return io.BufferedWriter(_Writer(below, secrets[0]), PIECE)

    return opened


def _number(secret: str) -> bytes:
    return hashlib.sha256(b"number of " + secret.encode()).digest()[:NUMBER]


def _cipher(secret: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=MARK).derive(secret.encode()))


def _nonce(place: int, *, is_last: bool) -> bytes:
    return struct.pack(">xxxQB", place, is_last)


class Layer(io.RawIOBase):
    """A file over another one, closed with it."""

    def __init__(self, below: IO[bytes]) -> None:
        super().__init__()
        self._below, self._place = below, 0

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._below.close()


class _Writer(Layer):
    def __init__(self, below: IO[bytes], secret: str) -> None:
        super().__init__(below)
        salt, self._pending = os.urandom(SALT), bytearray()
        self._cipher = _cipher(secret, salt)
        below.write(MARK + _number(secret) + salt)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._pending += data
        while len(self._pending) > PIECE:  # never the last piece, which `close` seals
            self._seal(bytes(self._pending[:PIECE]), is_last=False)
            del self._pending[:PIECE]
        return len(data)

    def close(self) -> None:
        self._seal(bytes(self._pending), is_last=True)
        super().close()

    def _seal(self, piece: bytes, *, is_last: bool) -> None:
        self._below.write(self._cipher.encrypt(_nonce(self._place, is_last=is_last), piece, None))
        self._place += 1


class _Reader(Layer):
    def __init__(self, below: IO[bytes], secrets: list[str]) -> None:
        super().__init__(below)
        head = below.read(len(MARK) + NUMBER + SALT)
        mark, number, salt = head[: len(MARK)], head[len(MARK) : -SALT], head[-SALT:]
        known = [secret for secret in secrets if _number(secret) == number]
        self._left, self._ahead = b"", below.read(PIECE + TAG)
        if mark != MARK or not known or not self._ahead:
            self.close()
            raise SealBroken
        self._cipher = _cipher(known[0], salt)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left and self._ahead:
            self._left = self._open()
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count

    def _open(self) -> bytes:
        piece, self._ahead = self._ahead, self._below.read(PIECE + TAG)
        try:
            opened = self._cipher.decrypt(_nonce(self._place, is_last=not self._ahead), piece, None)
        except InvalidTag as error:
            raise SealBroken from error
        self._place += 1
        return opened
