"""The figures of `scale` as a picture: small panels, each line named at its end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from tests.benchmarks.figures import Figures
from tests.benchmarks.rows import figure

# The platform's own colour, and the ink of the design for what it is compared with.
BRAND, SECOND, OTHER, INK, LINE, GROUND = "#2a4d8f", "#5078c4", "#8b8f99", "#20242c", "#dfe2e8", "#ffffff"
WIDTH, HEIGHT, COLUMNS, PANEL_HEIGHT = 960, 560, 3, 264
LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT = 24, 68, 172, 140
LEAST_APART = 15


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of a panel."""

    name: str
    value: Callable[[Figures], float]
    colour: str = BRAND


PANELS: tuple[tuple[str, str, tuple[Curve, ...]], ...] = (
    (
        "Create the next tenant",
        "s",
        (
            Curve("clone", lambda each: each.clone, OTHER),
            Curve("migrations", lambda each: each.migrations, SECOND),
            Curve("ours", lambda each: each.create),
            Curve("of a spare", lambda each: each.spare),
        ),
    ),
    ("From order to ready", "s", (Curve("ready", lambda each: each.ready),)),
    (
        "Memory of one connection",
        "MB",
        (
            Curve("kept", lambda each: each.unbounded, OTHER),
            Curve("replaced", lambda each: each.connection),
        ),
    ),
    (
        "Size on disk",
        "MB",
        (Curve("all", lambda each: each.disk, SECOND), Curve("catalogue", lambda each: each.catalogue)),
    ),
    (
        "pg_dump",
        "s",
        (Curve("all", lambda each: each.dump_all, SECOND), Curve("one schema", lambda each: each.dump_one)),
    ),
    (
        "A page, p95",
        "ms",
        (Curve("home", lambda each: each.home.p95), Curve("form", lambda each: each.form.p95, SECOND)),
    ),
)


def draw(found: Sequence[Figures]) -> str:
    """Return the picture as SVG."""
    panels = (_panel(number, *panel, found) for number, panel in enumerate(PANELS))
    sizes = ", ".join(f"{each.tenants:,}" for each in found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="What tenants cost at {sizes} of them" font-family="Plus Jakarta Sans, system-ui, sans-serif">\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="16" fill="{GROUND}"/>\n{"".join(panels)}</svg>\n'
    )


def _panel(number: int, title: str, unit: str, curves: tuple[Curve, ...], found: Sequence[Figures]) -> str:
    row, column = divmod(number, COLUMNS)
    x, y = LEFT + column * (WIDTH - LEFT) / COLUMNS, 16 + row * PANEL_HEIGHT
    most = max(curve.value(each) for curve in curves for each in found) or 1
    text = [
        _text(0, 24, title, size=15, weight=700),
        _text(0, 44, f"{unit}, by number of tenants", colour="#5b616e"),
        *_axis(found),
        *(_curve(curve, found, most) for curve in curves),
        *_names(curves, found[-1], most),
    ]
    return f'<g transform="translate({x:.0f} {y})">\n{"".join(text)}</g>\n'


def _axis(found: Sequence[Figures]) -> Iterator[str]:
    bottom = TOP + PLOT_HEIGHT
    yield f'<path d="M0 {bottom}H{PLOT_WIDTH}" stroke="{LINE}" stroke-width="1.5"/>\n'
    for each in found[1:]:
        yield _text(_x(each, found), bottom + 20, f"{each.tenants:,}", colour="#5b616e", anchor="middle")


def _curve(curve: Curve, found: Sequence[Figures], most: float) -> str:
    points = [(_x(each, found), _y(curve.value(each), most)) for each in found]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{curve.colour}"/>' for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{curve.colour}" stroke-width="2.5"/>{dots}\n'


def _names(curves: tuple[Curve, ...], last: Figures, most: float) -> Iterator[str]:
    """Yield each line's name and last value, from below and never on one another, nor on the axis."""
    above = float(HEIGHT)
    for curve in sorted(curves, key=lambda each: each.value(last)):
        above = min(above - LEAST_APART, _y(curve.value(last), most) + 4)
        label = f"{curve.name} {figure(curve.value(last))}"
        yield _text(PLOT_WIDTH + 10, above, label, colour=INK if curve.colour == OTHER else curve.colour, weight=600)


def _x(each: Figures, found: Sequence[Figures]) -> float:
    return PLOT_WIDTH * each.tenants / found[-1].tenants


def _y(value: float, most: float) -> float:
    return TOP + PLOT_HEIGHT * (1 - value / most)


def _text(
    x: float, y: float, text: str, *, size: int = 13, weight: int = 400, colour: str = INK, anchor: str = "start"
) -> str:
    style = f'font-size="{size}" font-weight="{weight}" fill="{colour}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>\n'
