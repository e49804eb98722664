"""A region's theme: one colour and one motif, and everything that follows from them. Pure Python.

The table is that of `styles/tokens.css` (a test compares the two). Browsers derive it themselves; the server
computes it for old browsers and to show the region what its colour became.
"""

import math
import re
from collections.abc import Mapping
from typing import NamedTuple, Self
from urllib.parse import quote

from kernel.ui.motifs import MOTIFS

__all__ = ["MOTIFS", "PAIRS", "Brand", "Colour", "Pair", "contrast", "measured", "theme_css", "tokens"]

# The hue of a colour without one (grey, black, white): the platform's blue.
DEFAULT_HUE = 262.0
HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
SAFE_URL = re.compile(r"/(?!/)[\w./%~-]+")

Rgb = tuple[float, float, float]


class Colour(NamedTuple):
    """A colour in OKLCH: lightness up to 1, chroma up to 0.4, hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def hex(self) -> str:
        """The colour as #rrggbb, mapped into sRGB."""
        return "#" + "".join(f"{round(_encode(part) * 255):02x}" for part in _mapped(self))


class Brand(NamedTuple):
    """The one colour that a region chooses, in OKLCH."""

    hue: float
    chroma: float
    lightness: float

    @classmethod
    def from_hex(cls, value: str) -> Self:
        """Read #rgb or #rrggbb.

        Raises: ValueError.
        """
        colour = _oklch(_rgb(value))
        hue = colour.hue if colour.chroma >= 0.004 else DEFAULT_HUE
        return cls(hue=round(hue, 2), chroma=round(colour.chroma, 4), lightness=round(colour.lightness, 4))

    @property
    def css(self) -> str:
        """The colour as CSS writes it."""
        return f"oklch({self.lightness:.4g} {self.chroma:.4g} {self.hue:.5g})"

    @property
    def hex(self) -> str:
        """The colour as the region chose it, in sRGB."""
        return Colour(self.lightness, self.chroma, self.hue).hex


class Pair(NamedTuple):
    """Two tokens that meet on a page, and the contrast that WCAG 2.2 AA asks of them."""

    front: str
    back: str
    floor: float


TEXT, EDGE = 4.5, 3.0
_PAPER = ("base-100", "base-200", "base-300")
PAIRS: Mapping[str, Pair] = {
    **{f"base-content on {back}": Pair("base-content", back, TEXT) for back in (*_PAPER, "tint")},
    **{f"muted on {back}": Pair("muted", back, TEXT) for back in _PAPER},
    **{f"link on {back}": Pair("link", back, TEXT) for back in (*_PAPER, "tint")},
    "primary-content on primary": Pair("primary-content", "primary", TEXT),
    "primary-content on primary-hover": Pair("primary-content", "primary-hover", TEXT),
    "neutral-content on neutral": Pair("neutral-content", "neutral", TEXT),
    **{f"{state} on {state}-tint": Pair(state, f"{state}-tint", TEXT) for state in ("received", "progress", "done")},
    **{f"{state} on base-100": Pair(state, "base-100", TEXT) for state in ("received", "progress", "done", "late")},
    "late-content on late": Pair("late-content", "late", TEXT),
    **{f"line-strong on {back}": Pair("line-strong", back, EDGE) for back in ("base-100", "base-200")},
    **{f"primary on {back}": Pair("primary", back, EDGE) for back in ("base-100", "base-200")},
    "link (focus) on base-200": Pair("link", "base-200", EDGE),
}

_FIXED_LIGHT = {
    "base-100": (1, 0, 0), "neutral-content": (0.99, 0, 0),
    "received": (0.47, 0.17, 27), "received-tint": (0.955, 0.022, 24),
    "progress": (0.45, 0.09, 72), "progress-tint": (0.955, 0.055, 92),
    "done": (0.43, 0.10, 152), "done-tint": (0.95, 0.04, 155),
    "late": (0.45, 0.18, 27), "late-content": (0.99, 0, 0),
}  # fmt: skip
_FIXED_DARK = {
    "neutral-content": (0.97, 0, 0),
    "received": (0.82, 0.09, 24), "received-tint": (0.30, 0.06, 24),
    "progress": (0.87, 0.10, 90), "progress-tint": (0.31, 0.045, 85),
    "done": (0.84, 0.10, 155), "done-tint": (0.29, 0.045, 157),
    "late": (0.80, 0.11, 25), "late-content": (0.19, 0.04, 25),
}  # fmt: skip
# Neutrals: lightness and chroma are ours, only the hue is the region's.
_NEUTRAL_LIGHT = {
    "primary-content": (0.99, 0.004), "base-200": (0.98, 0.004), "base-300": (0.945, 0.006),
    "base-content": (0.23, 0.018), "muted": (0.46, 0.018), "line": (0.90, 0.008),
    "line-strong": (0.60, 0.014), "neutral": (0.23, 0.018),
}  # fmt: skip
_NEUTRAL_DARK = {
    "base-100": (0.215, 0.009), "base-200": (0.172, 0.008), "base-300": (0.275, 0.010),
    "base-content": (0.945, 0.005), "muted": (0.74, 0.010), "line": (0.31, 0.010),
    "line-strong": (0.58, 0.012), "neutral": (0.12, 0.008),
}  # fmt: skip
# Tokens that daisyUI reads carry its prefix.
_DAISY = (
    "primary",
    "primary-content",
    "base-100",
    "base-200",
    "base-300",
    "base-content",
    "neutral",
    "neutral-content",
)


def tokens(brand: Brand, *, dark: bool) -> dict[str, Colour]:
    """Return every colour token of a brand in one of the two themes."""
    return _dark(brand) if dark else _light(brand)


def contrast(a: str | Colour, b: str | Colour) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    one, other = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def measured(brand: Brand) -> list[tuple[str, float, float]]:
    """Return for every pair its name and its contrast in the light and in the dark theme."""
    light, dark = _light(brand), _dark(brand)
    return [
        (name, round(contrast(light[front], light[back]), 2), round(contrast(dark[front], dark[back]), 2))
        for name, (front, back, _) in PAIRS.items()
    ]


def theme_css(brand: Brand, motif: str, *, scope: str = ":root") -> str:
    """Return a tenant's whole theme file.

    `motif` is a key of MOTIFS or the path of an uploaded tile; `scope` is another selector for a preview.
    The computed tokens are only for browsers without relative colours.

    Raises: ValueError.
    """
    rule = f"{scope}{{--brand:{brand.css};--motif:{_motif_url(motif)}}}"
    light, dark = _declarations(_light(brand)), _declarations(_dark(brand))
    fallback = (
        f"{scope},[data-theme]{{{light}}}"
        f'{scope}[data-theme="gelap"],[data-theme="gelap"]{{{dark}}}'
        f"@media (prefers-color-scheme:dark){{{scope}:not([data-theme]){{{dark}}}}}"
    )
    return f"{rule}\n@supports not (color:oklch(from red l c h)){{{fallback}}}\n"


def _light(brand: Brand) -> dict[str, Colour]:
    hue, chroma, lightness = brand
    strong = _clamp(0.02, chroma, 0.17)
    filled = _clamp(0.34, lightness, 0.48)
    return {
        **{name: Colour(*value) for name, value in _FIXED_LIGHT.items()},
        **{name: Colour(*value, hue) for name, value in _NEUTRAL_LIGHT.items()},
        "primary": Colour(filled, strong, hue),
        "primary-hover": Colour(filled - 0.06, strong, hue),
        "link": Colour(_clamp(0.34, lightness, 0.46), strong, hue),
        "tint": Colour(0.957, _clamp(0.006, chroma * 0.10, 0.013), hue),
        "tint-line": Colour(0.87, _clamp(0.012, chroma * 0.28, 0.036), hue),
    }


def _dark(brand: Brand) -> dict[str, Colour]:
    hue, chroma, _ = brand
    return {
        **{name: Colour(*value) for name, value in _FIXED_DARK.items()},
        **{name: Colour(*value, hue) for name, value in _NEUTRAL_DARK.items()},
        "primary": Colour(0.80, _clamp(0.02, chroma * 0.62, 0.095), hue),
        "primary-hover": Colour(0.86, _clamp(0.02, chroma * 0.6, 0.09), hue),
        "primary-content": Colour(0.20, _clamp(0.01, chroma * 0.4, 0.05), hue),
        "link": Colour(0.83, _clamp(0.02, chroma * 0.7, 0.10), hue),
        "tint": Colour(0.275, _clamp(0.01, chroma * 0.24, 0.03), hue),
        "tint-line": Colour(0.42, _clamp(0.015, chroma * 0.45, 0.06), hue),
    }


def _declarations(colours: Mapping[str, Colour]) -> str:
    named = (f"--{'color-' if name in _DAISY else ''}{name}:{colour.hex}" for name, colour in colours.items())
    return ";".join([*named, "--lift:0 6px 20px -8px #00000026"])


def _motif_url(motif: str) -> str:
    if motif in MOTIFS:
        drawing = quote(MOTIFS[motif].svg, safe=" =:/'")
        return f'url("data:image/svg+xml,{drawing}")'
    if not SAFE_URL.fullmatch(motif):
        raise ValueError(f"not a motif and not a path: {motif!r}")
    return f'url("{motif}")'


def _clamp(low: float, value: float, high: float) -> float:
    return max(low, min(value, high))


def _rgb(value: str) -> Rgb:
    if not HEX.fullmatch(value):
        raise ValueError(f"not a colour: {value!r}")
    digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
    red, green, blue = (_decode(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return red, green, blue


def _luminance(colour: str | Colour) -> float:
    # Through hex: what the screen shows is rounded to 8 bits.
    red, green, blue = _rgb(colour if isinstance(colour, str) else colour.hex)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mapped(colour: Colour) -> Rgb:
    """Return the colour as sRGB can show it: as vivid as clipping changes it by less than one can see.

    CSS Color 4, section 13.2, without its inner search: chroma is lowered, then the rest is clipped.
    """
    if _is_close(colour):
        return _clipped(colour)
    low, high = 0.0, colour.chroma
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if _is_close(colour._replace(chroma=middle)) else (low, middle)
    return _clipped(colour._replace(chroma=low))


def _clipped(colour: Colour) -> Rgb:
    red, green, blue = (_clamp(0, part, 1) for part in _linear(colour))
    return red, green, blue


def _is_close(colour: Colour) -> bool:
    shown = _oklch(_clipped(colour))
    return math.dist(_lab(shown), _lab(colour)) < 0.02


def _lab(colour: Colour) -> tuple[float, float, float]:
    angle = math.radians(colour.hue)
    return colour.lightness, colour.chroma * math.cos(angle), colour.chroma * math.sin(angle)


def _oklch(rgb: Rgb) -> Colour:
    # Björn Ottosson, "A perceptual color space for image processing" (2020); also CSS Color 4, section 9.
    red, green, blue = rgb
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _linear(colour: Colour) -> Rgb:
    lightness, a, b = _lab(colour)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _decode(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encode(part: float) -> float:
    part = _clamp(0, part, 1)
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
