"""From where somebody acts: the address of the present request, as much of it as the log may keep."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

from kernel.accounts.actor import Actor, ActorKind

# What has no address: jobs, commands, and who acts in nobody's name.
PLATFORM = "platform"
# The whole address only of people with an account in this place. Of all others the network, too wide to find anybody
# by, since the law asks for the least (UU 27/2022, art. 16).
BITS = {4: 24, 6: 48}

_address: ContextVar[str] = ContextVar("address", default=PLATFORM)


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Let what is done in this block be done from the address."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def of(actor: Actor) -> str:
    """Return from where the actor does what it does now; empty where the web server does not say."""
    address = _address.get()
    if actor.kind == ActorKind.PLATFORM or address == PLATFORM:
        return PLATFORM
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if actor.is_known and actor.key:
        return str(found)
    return str(ip_network((found, BITS[found.version]), strict=False))
