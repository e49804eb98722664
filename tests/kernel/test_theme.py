"""The theme: what a region's one colour becomes, and that it can always be read."""

import itertools
import re
from pathlib import Path

import pytest

from kernel.ui import theme
from kernel.ui.theme import MOTIFS, PAIRS, Brand, Colour

MAKASSAR = Brand(hue=14, chroma=0.135, lightness=0.40)
JAYAPURA = Brand(hue=157, chroma=0.115, lightness=0.45)
SWEEP = [
    Brand(hue=hue, chroma=chroma, lightness=lightness)
    for hue, lightness, chroma in itertools.product(range(0, 360, 15), (0.2, 0.5, 0.85), (0.0, 0.1, 0.3))
]
STYLES = Path(theme.__file__).parent / "styles" / "tokens.css"
DERIVED = re.compile(r"--(?:color-)?([\w-]+):\s*oklch\((from var\(--brand\) )?([^;]*)\);")


@pytest.mark.parametrize(("brand", "expected"), [(MAKASSAR, "#801b31"), (JAYAPURA, "#00673a")])
def test_a_brand_is_shown_in_srgb(brand: Brand, expected: str) -> None:
    assert brand.hex == expected


@pytest.mark.parametrize("value", ["#801b31", "#2b4a8b", "#ffcc00", "#000000", "#ffffff", "#7f7f7f"])
def test_a_hex_colour_survives_the_way_there_and_back(value: str) -> None:
    assert Brand.from_hex(value).hex == value


@pytest.mark.parametrize("value", ["", "red", "801b31", "#12", "#12345g", "#801b31;}", "url(x)", "#801b31\n"])
def test_what_is_not_a_colour_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        Brand.from_hex(value)


def test_a_short_hex_colour_is_read_as_a_long_one() -> None:
    assert Brand.from_hex("#fc0") == Brand.from_hex("#ffcc00")


def test_a_grey_takes_the_platforms_hue() -> None:
    assert Brand.from_hex("#808080").hue == theme.DEFAULT_HUE


@pytest.mark.parametrize(
    ("a", "b", "ratio"), [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_wcag(a: str, b: str, ratio: float) -> None:
    assert theme.contrast(a, b) == pytest.approx(ratio, abs=0.01)


def test_contrast_of_a_colour_without_light_is_found_too_low() -> None:
    assert theme.contrast(Colour(0.98, 0.004, 14), Colour(0.90, 0.008, 14)) < 3


@pytest.mark.parametrize("brand", SWEEP, ids=lambda brand: brand.css)
def test_every_brand_can_be_read_in_both_themes(brand: Brand) -> None:
    too_low = [
        (name, light, dark) for name, light, dark in theme.measured(brand) if min(light, dark) < PAIRS[name].floor
    ]

    assert too_low == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("brand", [MAKASSAR, JAYAPURA, *SWEEP[::25]], ids=lambda brand: brand.css)
def test_the_stylesheet_and_the_server_compute_the_same_tokens(brand: Brand, dark: bool) -> None:
    light_rules, dark_rules = STYLES.read_text().split("@variant gelap {")
    written = {
        name: evaluate(rule, brand)
        for name, _, rule in DERIVED.findall(dark_rules if dark else light_rules)
        if name != "brand"
    }

    computed = theme.tokens(brand, dark=dark)

    assert written.keys() == computed.keys()
    assert {name: colour.hex for name, colour in computed.items()} == {
        name: colour.hex for name, colour in written.items()
    }


def test_a_theme_file_is_one_rule_and_a_fallback() -> None:
    rule, fallback, end = theme.theme_css(MAKASSAR, "layar").split("\n")

    assert rule.startswith(':root{--brand:oklch(0.4 0.135 14);--motif:url("data:image/svg+xml,%3Csvg')
    assert fallback.startswith(
        "@supports not (color:oklch(from red l c h)){:root,[data-theme]{--color-base-100:#ffffff;"
    )
    assert "--color-primary:#801b31" in fallback
    assert end == ""


def test_an_uploaded_motif_is_named_by_its_path() -> None:
    assert '--motif:url("/berkas/motif-1a2b.svg")' in theme.theme_css(MAKASSAR, "/berkas/motif-1a2b.svg")


@pytest.mark.parametrize(
    "motif", ["", "none", '/x")}body{display:none', "//evil.example/x.svg", "https://evil.example/a.svg", "/a b"]
)
def test_a_motif_that_could_break_the_rule_is_refused(motif: str) -> None:
    with pytest.raises(ValueError, match="not a motif"):
        theme.theme_css(MAKASSAR, motif)


def test_every_motif_has_a_name_in_both_languages() -> None:
    assert [sorted(motif.label) for motif in MOTIFS.values()] == [["en", "id"]] * len(MOTIFS)


def evaluate(rule: str, brand: Brand) -> Colour:
    """Compute `L C H` of a relative colour of the stylesheet."""
    known = {
        "l": brand.lightness,
        "c": brand.chroma,
        "h": brand.hue,
        "calc": float,
        "clamp": lambda low, value, high: max(low, min(value, high)),
    }
    parts = re.findall(r"(?:\w+\((?:[^()]|\([^()]*\))*\)|[\w.]+)", rule)
    lightness, chroma, hue = (eval(part, {"__builtins__": {}}, known) for part in parts)
    return Colour(lightness, chroma, hue)
