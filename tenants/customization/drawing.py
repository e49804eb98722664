"""Make an SVG harmless: only what is on these lists comes out, whatever goes in.

Nothing is repaired or escaped: the drawing is built anew from known elements, attributes and
values, so a script, a style sheet, a link or an address cannot survive, nor what is unknown.
"""

import re
from xml.etree import ElementTree

from tenants.customization.errors import NotAnEmblem

NAMESPACE = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "use",
        "symbol",
        "title",
    ]
)
ATTRIBUTES = frozenset(
    [
        "id",
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
        "points",
        "transform",
        "fill",
        "fill-rule",
        "fill-opacity",
        "clip-rule",
        "clip-path",
        "clipPathUnits",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-dasharray",
        "stroke-opacity",
        "opacity",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "spreadMethod",
        "preserveAspectRatio",
    ]
)
# No address but one inside the drawing, no entity, no escape.
VALUE = re.compile(r"(?:[^&<>\\:@(]|\((?!\s*['\"]?\w+:))*")
INNER_ADDRESS = re.compile(r"url\(\s*['\"]?#[\w.-]+['\"]?\s*\)")
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
ELEMENTS_AT_MOST = 5_000
# What a browser draws for them: an element may show another one many times, which may show others.
DRAWN_AT_MOST = 50_000


def sanitize(content: bytes) -> bytes:
    """Return the drawing with nothing in it but shapes and colours.

    Raises: NotAnEmblem.
    """
    if re.search(rb"<!(DOCTYPE|ENTITY)", content, re.IGNORECASE) or b"\0" in content:
        raise NotAnEmblem
    try:
        root = ElementTree.fromstring(content.decode("utf-8"))  # noqa: S314 - no DOCTYPE, so no entities
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise NotAnEmblem from error
    if root.tag != f"{NAMESPACE}svg" or sum(1 for _ in root.iter()) > ELEMENTS_AT_MOST:
        raise NotAnEmblem
    try:
        return _drawn(root)
    except RecursionError as error:  # hundreds of groups inside each other
        raise NotAnEmblem from error


def _drawn(root: ElementTree.Element) -> bytes:
    clean = _copy(root)
    clean.set("xmlns", "http://www.w3.org/2000/svg")
    if not clean.get("viewBox") and not (clean.get("width") and clean.get("height")):
        raise NotAnEmblem
    if _drawn_parts(clean, _by_address(clean), {}) > DRAWN_AT_MOST:
        raise NotAnEmblem
    return bytes(ElementTree.tostring(clean, encoding="utf-8"))


def _by_address(root: ElementTree.Element) -> dict[str, ElementTree.Element]:
    return {f"#{element.get('id')}": element for element in reversed(list(root.iter())) if element.get("id")}


def _drawn_parts(
    element: ElementTree.Element, found: dict[str, ElementTree.Element], counted: dict[ElementTree.Element, int]
) -> int:
    """Count what a browser draws for an element and all that it shows; too many where it shows itself."""
    if element not in counted:
        counted[element] = DRAWN_AT_MOST + 1
        clip = re.search(r"#[\w.-]+", element.get("clip-path", ""))
        shown = [found.get(address) for address in (element.get("href", ""), clip[0] if clip else "")]
        parts = [*element, *(one for one in shown if one is not None)]
        counted[element] = 1 + sum(_drawn_parts(part, found, counted) for part in parts)
    return counted[element]


def _copy(element: ElementTree.Element) -> ElementTree.Element:
    name = element.tag.removeprefix(NAMESPACE)
    clean = ElementTree.Element(name, _attributes(element))
    clean.text = element.text if name == "title" else None
    for child in element:
        if isinstance(child.tag, str) and child.tag.removeprefix(NAMESPACE) in ELEMENTS:
            clean.append(_copy(child))
    return clean


def _attributes(element: ElementTree.Element) -> dict[str, str]:
    kept = {name: value for name, value in element.attrib.items() if name in ATTRIBUTES and _is_plain(value)}
    for name, value in _declarations(element.get("style", "")):
        if name in ATTRIBUTES and _is_plain(value):
            kept[name] = value
    for name in HREFS:
        if (target := element.get(name, "")).startswith("#"):
            kept["href"] = target
    return kept


def _declarations(style: str) -> list[tuple[str, str]]:
    """Read a style attribute as attributes, since a page's policy would drop it."""
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    return [(name.strip(), value.strip()) for name, value in pairs]


def _is_plain(value: str) -> bool:
    without = INNER_ADDRESS.sub("", value)
    return "url" not in without.lower() and VALUE.fullmatch(without) is not None
