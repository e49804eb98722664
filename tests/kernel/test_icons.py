"""Icons: every one that a template names exists."""

import re
from pathlib import Path

import pytest

from kernel.ui import icons

ROOT = Path(icons.__file__).parents[3]
NAMED = re.compile(r"""(?:\{% icon ["']|\bicon=["']|\bend=["'])([a-z0-9-]+)["']""")


def test_an_icon_is_hidden_from_screen_readers() -> None:
    drawn = icons.svg("check", "size-6")

    assert drawn == '<svg class="icon size-6" viewBox="0 0 24 24" aria-hidden="true"><path d="M20 6 9 17l-5-5"/></svg>'


@pytest.mark.parametrize("name", ["", "no-such-icon", "../theme", "Check"])
def test_an_unknown_icon_is_refused(name: str) -> None:
    with pytest.raises(icons.IconNotFound):
        icons.svg(name)


def test_every_icon_that_a_template_names_exists() -> None:
    templates = [
        path
        for folder in ("platform", "tenants", "app_modules", "provisioning")
        for path in (ROOT / folder).rglob("*.html")
    ]
    named = {(path.name, name) for path in templates for name in NAMED.findall(path.read_text())}

    missing = sorted((page, name) for page, name in named if not (icons.FOLDER / f"{name}.svg").exists())

    assert named
    assert missing == []


@pytest.mark.parametrize("path", sorted(icons.FOLDER.glob("*.svg")), ids=lambda path: path.stem)
def test_an_icon_is_nothing_but_shapes(path: Path) -> None:
    elements = set(re.findall(r"<(\w+)", path.read_text()))

    assert elements <= {"path", "circle", "rect", "line", "polyline", "polygon", "ellipse"}
