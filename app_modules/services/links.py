"""Open a link as a citizen's browser would, without ever reaching into a private network.

A name is resolved once; the connection then goes to that very address, so that the name cannot
mean another one meanwhile. Each redirect is looked at in the same way.
"""

import errno
import ipaddress
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from kernel.errors import FinalFailure, TemporaryFailure

TIMEOUT = 6.0
MAX_REDIRECTS = 4
MAX_BODY = 2_048
AGENT = "LIVE-Partnership-LinkCheck/1.0"
# A server that answers HEAD with one of these may still answer GET.
NOT_FOR_HEAD = {400, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503}
NEEDS_LOGIN = {401, 403}
PASSING = {408, 421, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524}
# What a network without a way out looks like.
SILENT = {"no-network", "no-such-host", "timeout", "refused"}
# RFC 2606 and 6761: names that never lead anywhere.
RESERVED = (".example", ".test", ".invalid", ".localhost", ".example.com", ".example.org", ".example.net")

Address = tuple[str, int]


class NoNetwork(TemporaryFailure):
    """We have no way out ourselves, so nothing can be said about the link."""


class Verdict(StrEnum):
    """What a check says: works, fails for good, fails for now, or nothing."""

    WORKING = "working"
    FINAL = "final"
    TEMPORARY = "temporary"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict, and in a word why: an HTTP status or `timeout`, `no-such-host`, …"""

    verdict: Verdict
    problem: str = ""


def is_reserved(url: str) -> bool:
    """Say whether the host is one of the names that are reserved for examples."""
    host = f".{(urlsplit(url).hostname or '').rstrip('.')}"
    return host.endswith(RESERVED)


def check(url: str) -> Outcome:
    """Open the link and say whether it works. Never raises for what the network does."""
    if is_reserved(url):
        return Outcome(Verdict.UNKNOWN, "reserved")
    try:
        follow(url)
    except NoNetwork as error:
        return Outcome(Verdict.UNKNOWN, str(error))
    except TemporaryFailure as error:
        return Outcome(Verdict.TEMPORARY, str(error))
    except FinalFailure as error:
        return Outcome(Verdict.FINAL, str(error))
    return Outcome(Verdict.WORKING)


def are_ours(outcomes: Sequence[Outcome]) -> bool:
    """Say whether so many links failed before any answer that the fault must be our own network's."""
    silent = [outcome for outcome in outcomes if outcome.problem in SILENT]
    return len(silent) >= 3 and len(silent) == len([o for o in outcomes if o.problem != "reserved"])


def follow(url: str) -> int:
    """Go where the link leads, over redirects, and return the last status.

    Raises: TemporaryFailure, FinalFailure, NoNetwork.
    """
    for _hop in range(MAX_REDIRECTS + 1):
        status, location = answer(url)
        if 300 <= status < 400 and location:
            url = urljoin(url, location)
            continue
        return accepted(status)
    raise FinalFailure("too-many-redirects")


def accepted(status: int) -> int:
    """Return the status when a citizen gets a page with it, be it one to log in.

    Raises: TemporaryFailure, FinalFailure.
    """
    if status < 400 or status in NEEDS_LOGIN:
        return status
    if status in PASSING:
        raise TemporaryFailure(f"http-{status}")
    raise FinalFailure(f"http-{status}")


def answer(url: str) -> tuple[int, str]:
    """Ask with HEAD, then with GET where HEAD is not understood; return status and location."""
    parts = split(url)
    address = resolve(parts)
    status, location = ask("HEAD", parts, address)
    return ask("GET", parts, address) if status in NOT_FOR_HEAD else (status, location)


def split(url: str) -> SplitResult:
    """Return the parts of a web address.

    Raises: FinalFailure for anything else.
    """
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise FinalFailure("no-web-address") from error
    if not is_web or parts.username or parts.password:
        raise FinalFailure("no-web-address")
    return parts


def resolve(parts: SplitResult) -> Address:
    """Return one address of the host, once all of them are known to be public.

    Raises: NoNetwork, FinalFailure.
    """
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise NoNetwork("no-network") from error
        raise FinalFailure("no-such-host") from error
    except (UnicodeError, ValueError) as error:
        raise FinalFailure("no-such-host") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(may_reach(address) for address in addresses):
        raise FinalFailure("private-network")
    return addresses[0], port


def may_reach(address: str) -> bool:
    """Say whether the address is public, or in a network that the installation allows.

    `LINK_CHECK_NETWORKS` is empty unless an operator lists networks of the regions' own.
    """
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip.sixtofour or ip
    allowed = [ipaddress.ip_network(text) for text in getattr(settings, "LINK_CHECK_NETWORKS", ())]
    if any(ip.version == network.version and ip in network for network in allowed):
        return True
    return ip.is_global and not ip.is_multicast and not _is_translated(ip)


def _is_translated(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Say whether a gateway would carry this IPv6 address over to an IPv4 one (NAT64, Teredo)."""
    tunnels = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2001::/32"))
    return any(ip.version == 6 and ip in network for network in tunnels)


def ask(method: str, parts: SplitResult, address: Address) -> tuple[int, str]:
    """Send one request to the resolved address; return status and where it sends us.

    Raises: NoNetwork, TemporaryFailure, FinalFailure.
    """
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _failures(), closing(connected(parts, address)) as connection:
        connection.request(method, target, headers={"User-Agent": AGENT, "Accept": "*/*", "Connection": "close"})
        with closing(connection.getresponse()) as response:
            return _read(response)


def _read(response: HTTPResponse) -> tuple[int, str]:
    response.read(MAX_BODY)
    return response.status, response.headers.get("Location", "")


def connected(parts: SplitResult, address: Address) -> HTTPConnection:
    """Return a connection to the address, which names itself and proves itself as the host."""
    host = parts.hostname or ""
    plain = socket.create_connection(address, timeout=TIMEOUT)
    if parts.scheme == "http":
        connection = HTTPConnection(host, parts.port, timeout=TIMEOUT)
        connection.sock = plain
        return connection
    try:
        sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    secure = HTTPSConnection(host, parts.port, timeout=TIMEOUT)
    secure.sock = sock
    return secure


@contextmanager
def _failures() -> Iterator[None]:
    """Say of each fault of the network whether it may pass."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise FinalFailure("certificate") from error
    except TimeoutError as error:
        raise TemporaryFailure("timeout") from error
    except ConnectionError as error:
        raise TemporaryFailure("refused") from error
    except OSError as error:
        raise _of_system(error) from error
    except (HTTPException, ValueError) as error:
        raise TemporaryFailure("no-http") from error


def _of_system(error: OSError) -> TemporaryFailure:
    if error.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
        return NoNetwork("no-network")
    return TemporaryFailure("refused")
