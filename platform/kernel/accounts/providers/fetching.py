"""Ask a provider over HTTP: within seconds, a bounded answer, nowhere else, and never in our own network."""

import json
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from ipaddress import IPv6Address, ip_address, ip_network
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.accounts.providers.errors import ProviderFault

SECONDS = 5
MOST = 256 * 1024
LOCAL = ("localhost", "127.0.0.1")
# An IPv6 address that a gateway may turn into any IPv4 address, ours too.
TRANSLATED = ip_network("64:ff9b::/96")
TLS = ssl.create_default_context()


def get(address: str, *, token: str = "") -> dict[str, Any]:
    """Return the JSON at an address.

    Raises: ProviderFault.
    """
    return _ask("GET", address, None, {"Authorization": f"Bearer {token}"} if token else {})


def post(address: str, fields: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
    """Send a form, and return the JSON that is answered.

    Raises: ProviderFault.
    """
    sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    return _ask("POST", address, urlencode(fields), sent)


def check(address: object) -> SplitResult:
    """Return the parts of an address that may be asked: https, or this very machine where tests or a demo run.

    Raises: ProviderFault.
    """
    parts = urlsplit(address if isinstance(address, str) else "")
    is_local = settings.PRIVATE_PROVIDERS and not settings.PRODUCTION and parts.hostname in LOCAL
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and is_local)):
        raise ProviderFault(_("Write an address that begins with https://"))
    return parts


def _ask(method: str, address: str, body: str | None, headers: dict[str, str]) -> dict[str, Any]:
    parts, until = check(address), monotonic() + SECONDS
    connection = _connection(parts)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        connection.request(method, target, body, {"Accept": "application/json", **headers})
        response = connection.getresponse()
        text = _read(response, until)
    except (OSError, HTTPException, ValueError) as error:
        raise ProviderFault(
            _("%(host)s cannot be reached from here. Check the address.") % {"host": parts.hostname}
        ) from error
    finally:
        connection.close()
    return _parsed(text) if response.status == 200 else {}


def _connection(parts: SplitResult) -> HTTPConnection:
    """Return a connection that is not open yet."""
    try:
        port = parts.port
    except ValueError as error:
        raise ProviderFault(_("Write an address that begins with https://")) from error
    kind = _Secure if parts.scheme == "https" else _Plain
    return kind(parts.hostname or "", port, timeout=SECONDS)


class _Plain(HTTPConnection):
    def connect(self) -> None:
        self.sock = _socket(self.host, self.port)


class _Secure(HTTPSConnection):
    def connect(self) -> None:
        self.sock = TLS.wrap_socket(_socket(self.host, self.port), server_hostname=self.host)


def _socket(host: str, port: int) -> socket.socket:
    """Connect to a host that is looked up once: no second answer of its name leads elsewhere.

    Raises: OSError where all its addresses are of our own network.
    """
    problem = OSError("Nowhere but in our own network.")
    for _family, _type, _protocol, _name, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if settings.PRIVATE_PROVIDERS or is_public(str(where[0])):
            try:
                return socket.create_connection((str(where[0]), port), SECONDS)
            except OSError as error:
                problem = error
    raise problem


def is_public(address: str) -> bool:
    """Say whether an address is one of the whole internet's."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed.sixtofour or parsed
    return parsed.is_global and not parsed.is_multicast and parsed not in TRANSLATED


def _read(response: HTTPResponse, until: float) -> bytes:
    text = b""
    while chunk := response.read1(16 * 1024):
        text += chunk
        if len(text) > MOST or monotonic() > until:
            raise OSError("Too much, or too slow.")
    return text


def _parsed(text: bytes) -> dict[str, Any]:
    """Return a JSON object; an empty one where it is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
