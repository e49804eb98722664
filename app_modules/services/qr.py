"""A page's address as a QR code, for paper."""

import segno


def image(address: str) -> str:
    """Return the code as a `data:` address of an SVG picture."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=2)
