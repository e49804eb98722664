"""Finds the words of a page that no catalogue and no manifest said: each translated text comes in ⟦brackets⟧."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

from kernel.text import Text
from kernel.ui.motifs import MOTIFS
from tenants.portal.usual_units import NAMES as UNITS

OPEN, CLOSE = "⟦", "⟧"
MARKED = re.compile(f"[{OPEN}{CLOSE}]")
WORD = re.compile(r"[^\W\d_]{3,}")
# Between what was said: signs, times, tickets.
PIECE = re.compile(r"\b\d\d[.:]\d\d\b|\b[A-Z]{3}-[0-9A-Z]{5}\b|\s*[·/|,:;…()“”\"]+\s*|\s{2,}|\n")
SAID = {"alt", "aria-label", "placeholder", "title", "data-copied", "data-saved", "data-ready", "data-remove"}
# A textarea holds what somebody typed, code what machines read, a sample what a mail may say in its own language.
SILENT = {"textarea", "code", "samp", "script", "style", "svg", "datalist", "template"}
# Said the same in every language: names of languages, of time zones, of the makers, of formats, of units.
NAMES = (
    *("Bahasa Indonesia", "English", "LIVE Partnership", "WIB", "WITA", "WIT", "SVG", "PNG", "JPEG", "WebP", "http"),
    *("Liveable", "Investable", "Visitable", "E-City"),
    *UNITS,
    *(label for tile in MOTIFS.values() for label in tile.label.values()),
)


class Pseudo:
    """A catalogue that says of each text whether somebody translated it."""

    def __init__(self, real: trans_real.DjangoTranslation, *, is_source: bool) -> None:
        self.real, self.is_source = real, is_source

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def gettext(self, text: str) -> str:
        return self._marked(text, self.real.gettext(text).rpartition("\4")[2])

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._marked(one, self.real.ngettext(one, many, number))

    def _marked(self, key: str, text: str) -> str:
        is_said = self.is_source or key in self.real._catalog or (key, 0) in self.real._catalog
        # Formats of dates and numbers are not said to anybody.
        return f"{OPEN}{text}{CLOSE}" if is_said and ("%(" in key or WORD.search(text)) else text


@contextmanager
def marked(language: str) -> Iterator[None]:
    """Mark every translated text for the length of the block."""
    real, said = trans_real.translation(language), Text.__str__
    pseudo: Any = Pseudo(real, is_source=language == "en")
    trans_real._translations[language] = pseudo
    Text.__str__ = lambda self: f"{OPEN}{said(self)}{CLOSE}"  # type: ignore[method-assign]
    try:
        with translation.override(language):
            yield
    finally:
        trans_real._translations[language] = real
        Text.__str__ = said  # type: ignore[method-assign]


class Page(HTMLParser):
    """Collects what a page says outside of brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.silent: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        for name, value in attrs:
            if name in SAID:
                self.found += _outside(value or "", 0)[0]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            outside, self.depth = _outside(data, self.depth)
            self.found += outside


def _outside(text: str, depth: int) -> tuple[list[str], int]:
    """Return the pieces of the text that stand outside of brackets, and how deep it ends."""
    pieces, start = [], 0
    for mark in [*MARKED.finditer(text), None]:
        if depth == 0:
            pieces.append(text[start : mark.start() if mark else len(text)])
        if mark is not None:
            depth, start = max(0, depth + (1 if mark[0] == OPEN else -1)), mark.end()
    return [piece for piece in pieces if WORD.search(piece)], depth


def words(html: str, is_content: Callable[[str], bool]) -> list[str]:
    """Return what the page says that is neither marked nor somebody's own content."""
    page = Page()
    page.feed(html)
    pieces = [part.strip() for text in page.found for part in PIECE.split(text)]
    return [piece for piece in pieces if WORD.search(piece) and not is_content(piece)]


def corpus(values: Iterable[object]) -> Callable[[str], bool]:
    """Return what says whether a piece stands in the content, word for word."""
    text = " ".join([*NAMES, *map(str, values)])
    normal = " ".join(re.sub(r"<[^>]+>", " ", text).split())

    def is_content(piece: str) -> bool:
        found = re.escape(" ".join(piece.strip(" .-–!?").split()))
        return re.search(rf"(?<!\w){found}(?!\w)", normal) is not None

    return is_content
