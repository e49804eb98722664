"""Ticket numbers: the region's three letters, and a code that can be read out."""

import re

from tenants.customization.queries import setting
from tenants.isolation.current import tenant

KINDS = re.compile(r"^(kota|kabupaten|kab\.?|provinsi|prov\.?|daerah khusus|daerah istimewa)\s+", re.IGNORECASE)
TICKET = re.compile(r"([A-Z]{3})-?([A-HJKMNP-Z2-9]{5})")


def prefix() -> str:
    """Return the letters that this region's tickets begin with."""
    return str(setting("complaints.ticket_prefix")) or letters(tenant().name)


def letters(name: str) -> str:
    """Return the first letter of a region's name and the consonants after it: Kota Makassar is MKS."""
    bare = re.sub(r"[^A-Z]", "", KINDS.sub("", name).upper())
    consonants = re.sub(r"(.)\1", r"\1", re.sub(r"[AEIOU]", "", bare[1:]))
    return (bare[:1] + consonants + bare[1:] + "XXX")[:3]


def normal(text: str) -> str:
    """Return a ticket as it is stored, however somebody typed it; empty when it is none."""
    match = TICKET.fullmatch(re.sub(r"[\s.–—]", "", text).upper())
    return f"{match[1]}-{match[2]}" if match else ""
