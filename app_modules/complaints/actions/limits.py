"""Hold back robots: how much one address may send in an hour."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache

from app_modules.complaints.errors import TooManySubmissions
from tenants.customization.queries import setting

HOUR = 3600


def count_submission(address: str) -> None:
    """Count a submission from this address; the count is the tenant's own.

    Raises: TooManySubmissions.
    """
    key = f"complaints:sent:{prefix(address)}"
    cache.add(key, 0, HOUR)
    try:
        sent = cache.incr(key)
    except ValueError:  # it ran out between the two calls
        sent = 1
    if sent > setting("complaints.reports_per_hour"):
        raise TooManySubmissions


def prefix(address: str) -> str:
    """Return what one subscriber has: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    return str(ip_network(f"{parsed}/{64 if parsed.version == 6 else 32}", strict=False))
