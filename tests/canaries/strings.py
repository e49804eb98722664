"""Secret strings that are told apart wherever they turn up, and the eye that finds them in bytes."""

import base64
import binascii
import hashlib
import html
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

# No word has these letters in this order.
MARK = "zqx"
PATTERN = re.compile(rb"zqx[ab][a-z2-7]{8}", re.IGNORECASE)
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
HEXADECIMAL = re.compile(rb"(?:[0-9a-f]{2}){12,}", re.IGNORECASE)
ESCAPE = re.compile(rb"\\u([0-9a-f]{4})", re.IGNORECASE)
PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
DEPTH = 3


@dataclass(frozen=True, slots=True)
class Canary:
    """A string that is in one column of one row of one region (`a` or `b`) only."""

    region: str
    column: str
    row: int

    @property
    def text(self) -> str:
        """Return the twelve letters: they fit every column, and an address."""
        digest = hashlib.sha256(f"{self.region}/{self.column}/{self.row}".encode()).digest()
        return f"{MARK}{self.region}{base64.b32encode(digest).decode().lower()[:8]}"

    def __str__(self) -> str:
        return f"{self.column} of region {self.region}"


KNOWN: dict[str, Canary] = {}


def hatch(region: str, column: str, row: int) -> str:
    """Return a new canary's text, and know it from now on."""
    canary = Canary(region, column, row)
    KNOWN[canary.text] = canary
    return canary.text


def found(content: bytes) -> set[Canary]:
    """Return the canaries in these bytes: as they are, escaped, encoded, compressed, or one in the other."""
    return {KNOWN[text] for text in _texts(content, DEPTH) if text in KNOWN}


def _texts(content: bytes, depth: int) -> set[str]:
    texts = {match.decode().lower() for match in PATTERN.findall(content)}
    if depth == 0:
        return texts
    for run in BASE64.findall(content):
        texts |= _decoded(run, depth)
    for other in (*_escaped(content), *_unpacked(content)):
        texts |= _texts(other, depth - 1)
    return texts


@lru_cache(maxsize=20_000)
def _decoded(run: bytes, depth: int) -> frozenset[str]:
    """Look into a run of letters that may be Base64, wherever it begins: an address may stand before it."""
    plain = run.replace(b"-", b"+").replace(b"_", b"/")
    texts: set[str] = set()
    for start in range(4):
        part = plain[start:]
        try:
            content = base64.b64decode(part[: len(part) // 4 * 4] + _rest(part))
        except (binascii.Error, ValueError):
            continue
        texts |= _texts(content, depth - 1)
    return frozenset(texts)


def _rest(part: bytes) -> bytes:
    tail = part[len(part) // 4 * 4 :]
    return tail + b"=" * (4 - len(tail)) if len(tail) > 1 else b""


def _escaped(content: bytes) -> list[bytes]:
    """Return what is meant by references of HTML and JSON, by an address's escapes and by hexadecimal digits."""
    others = [bytes.fromhex(run.decode()[: len(run) // 2 * 2]) for run in HEXADECIMAL.findall(content)]
    if b"&#" in content:
        others.append(html.unescape(content.decode("utf-8", "replace")).encode())
    if b"%" in content and (plain := unquote_to_bytes(content)) != content:
        others.append(plain)
    if b"\\u" in content.lower():
        others.append(ESCAPE.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "replace"), content))
    return others


def _unpacked(content: bytes) -> list[bytes]:
    others = []
    for match in PACKED.finditer(content):
        try:
            others.append(zlib.decompressobj(47).decompress(content[match.start() :]))
        except zlib.error:
            continue
    return others
