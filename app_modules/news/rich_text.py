"""What an article's text may hold: the editor offers it, the cleaning leaves it."""

import nh3
from django.utils.html import strip_tags

TAGS = {"p", "br", "h2", "h3", "strong", "em", "u", "blockquote", "ul", "ol", "li", "a", "hr"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTENSIONS: dict[str, object] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
}


def clean(html: str) -> str:
    """Return the text without anything that could act; plain text becomes paragraphs."""
    if "<" not in html:
        html = "".join(f"<p>{part.strip()}</p>" for part in html.split("\n\n") if part.strip())
    safe = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener")
    return safe if strip_tags(safe).strip() else ""
