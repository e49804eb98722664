"""Inline icons: the drawings in `icons/`, most of them from lucide (ISC), the states' own.

Add one of lucide's with `python -m kernel.ui.build icon NAME`.
"""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"
NAME = re.compile(r"[a-z0-9-]+")


class IconNotFound(LookupError):
    """No drawing has that name."""


def svg(name: str, classes: str = "") -> SafeString:
    """Return the icon as inline SVG, hidden from screen readers: words stand beside it.

    Raises: IconNotFound.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        f" {classes}" if classes else "",
        shapes(name),
    )


@cache
def shapes(name: str) -> SafeString:
    """Return what is inside the icon's SVG element.

    Raises: IconNotFound.
    """
    path = FOLDER / f"{name}.svg"
    if not NAME.fullmatch(name) or not path.exists():
        raise IconNotFound(f"no icon {name!r}: add it with `python -m kernel.ui.build icon {name}`")
    return mark_safe(path.read_text().strip())
