"""Our own motifs: tiles of 48 by 24 that a region's colour shines through. Common shapes, copied from none."""

from collections.abc import Mapping
from typing import NamedTuple

_OPEN = "<svg xmlns='http://www.w3.org/2000/svg' width='48' height='24'>"
_LINES = "<g fill='none' stroke='#000' stroke-width='3'>"


class Motif(NamedTuple):
    """A mask tile and its name in both languages."""

    label: Mapping[str, str]
    svg: str


def _tile(indonesian: str, english: str, shapes: str) -> Motif:
    return Motif({"id": indonesian, "en": english}, f"{_OPEN}{shapes}</svg>")


def _lines(path: str) -> str:
    return f"{_LINES}<path d='{path}'/></g>"


MOTIFS: Mapping[str, Motif] = {
    "layar": _tile("Layar", "Sails", "<path d='M4 24 21 2v22zM25 24V9l14 15z'/>"),
    "sisik": _tile("Sisik", "Scales", _lines("M2 24a22 22 0 0 1 44 0M10 24a14 14 0 0 1 28 0M18 24a6 6 0 0 1 12 0")),
    "kotak": _tile("Kotak", "Blocks", "<path d='M0 0h10v10H0zM14 14h10v10H14zM28 0h10v10H28zM38 14h10v10H38z'/>"),
    "ombak": _tile("Ombak", "Waves", _lines("M0 8q12-12 24 0t24 0M0 19q12-12 24 0t24 0")),
    "tumpal": _tile("Tumpal", "Triangles", "<path d='M0 24 12 2l12 22zM24 24 36 2l12 22z'/>"),
    "anyam": _tile(
        "Anyam",
        "Weave",
        "<path d='M0 2h22v8H0zM24 14h24v8H24zM26 0h8v12h-8zM40 0h8v12h-8zM2 12h8v12H2zM14 12h8v12h-8z'/>",
    ),
    "kawung": _tile(
        "Kawung",
        "Four petals",
        "<g id='k'><path d='M12 12C4 10 2 6 2 2c5 0 9 3 10 10zM12 12c8-2 10-6 10-10-5 0-9 3-10 10zM12 12c-8 2-10 6-10 "
        "10 5 0 9-3 10-10zM12 12c8 2 10 6 10 10-5 0-9-3-10-10z'/></g><use href='#k' x='24'/>",
    ),
    "lereng": _tile("Lereng", "Slopes", "<path d='M0 24 16 0h8L8 24zM24 24 40 0h8L32 24z'/>"),
}
