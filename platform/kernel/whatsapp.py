"""Links that open WhatsApp with a message written; the person chooses who gets it."""

from urllib.parse import quote


def share(text: str) -> str:
    """Return the address that opens WhatsApp with this message. Blanks are %20, since phones show a plus as it is."""
    return f"https://wa.me/?text={quote(text, safe='')}"
