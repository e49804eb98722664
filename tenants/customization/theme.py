"""A region's theme file: its colour and motif, as CSS."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse

from kernel.ui.motifs import MOTIFS
from kernel.ui.theme import PAIRS, TEXT, Brand, measured, theme_css

COLOUR = re.compile(r"^#[0-9a-fA-F]{6}\Z")
PREVIEW = '[data-brand="pratinjau"]'


def is_colour(text: str) -> bool:
    """Say whether this is # and six digits."""
    return COLOUR.match(text) is not None


@lru_cache(maxsize=1024)
def css(colour: str, motif: str) -> str:
    """Return the theme of a colour and a motif."""
    return theme_css(Brand.from_hex(colour), motif)


def digest(colour: str, motif: str) -> str:
    """Return what names this theme: another one has another address, so it may be kept for ever."""
    return hashlib.sha256(css(colour, motif).encode()).hexdigest()[:12]


def url(colour: str, motif: str) -> str:
    """Return the address of a theme file."""
    return reverse("theme", args=[digest(colour, motif)])


def preview_css(colour: str, motif: str) -> str:
    """Return the theme for the frames of the preview only, and each motif by its name."""
    tiles = (
        f'[data-motif="{key}"]{{--motif:url("data:image/svg+xml,{quote(tile.svg, safe=" =:/")}")}}'
        for key, tile in MOTIFS.items()
    )
    return theme_css(Brand.from_hex(colour), motif, scope=PREVIEW) + "\n".join(tiles) + "\n"


def contrasts(colour: str) -> dict[str, tuple[float, float]]:
    """Return the contrast of every pair of tokens, in the light and in the dark, by the pair's name."""
    return {name: (light, dark) for name, light, dark in measured(Brand.from_hex(colour))}


def weakest(colour: str) -> float:
    """Return the smallest contrast that any text has, in light or dark."""
    pairs = contrasts(colour)
    return min(min(pairs[name]) for name, pair in PAIRS.items() if pair.floor == TEXT)
