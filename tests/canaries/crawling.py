"""A crawler that asks for all it can think of, and looks at every byte that comes back."""

import logging
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from ipaddress import ip_address
from itertools import count
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from config.logs import Formatter
from tests.canaries.strings import Canary, found

# A list leads to many pages of one kind: what the rows of a table show, two of them show.
OF_A_KIND = 2
# An IPv6 network a request, of those that are for documents.
NETWORKS = (ip_address("2001:db8::1") + (number << 64) for number in count())
LINKS = ("href", "src", "action", "hx-get", "data-url", "data-src", "poster", "srcset")


@dataclass(frozen=True, slots=True)
class Leak:
    """A column, and where its canary came out: at which address, in which part of the answer."""

    column: str
    where: str
    part: str

    def __str__(self) -> str:
        return f"{self.column} in the {self.part} of {self.where}"


class Lines(logging.Handler):
    """Keeps the lines of the log as they would be written."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(Formatter())
        self.kept: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.kept.append(self.format(record))


@contextmanager
def lines() -> Iterator[list[str]]:
    """Give the lines that are logged in the block."""
    handler, root = Lines(), logging.getLogger()
    before, root.handlers = root.handlers, [handler]
    level = root.level
    root.setLevel(logging.INFO)
    try:
        yield handler.kept
    finally:
        root.handlers = before
        root.setLevel(level)


@dataclass
class Crawler:
    """Somebody's browser in a region (`a`, `b`, or none: an operator), and all that it leaked so far.

    Where no network is named, each request comes from another one: no limit stands between the crawler and a page.
    """

    client: Client
    region: str
    leaks: list[Leak] = field(default_factory=list)
    seen: set[Canary] = field(default_factory=set)
    logged: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    network: str = ""

    def get(self, path: str, data: dict[str, str] | None = None, **headers: str) -> HttpResponse:
        """Ask for a page and look through it."""
        return self._ask("GET", path, data or {}, headers)

    def post(self, path: str, data: dict[str, str] | None = None, **headers: str) -> HttpResponse:
        """Send a form and look through the answer."""
        return self._ask("POST", path, data or {}, headers)

    def _ask(self, method: str, path: str, data: dict[str, str], headers: dict[str, str]) -> HttpResponse:
        ask = self.client.get if method == "GET" else self.client.post
        with lines() as logged:
            response: Any = ask(path, data, headers=headers, REMOTE_ADDR=self.network or str(next(NETWORKS)))
        parts = {"body": body(response), "headers": _headers(response), "log": "\n".join(logged).encode()}
        said = found("\n".join((path, *data.values(), *headers.values())).encode())
        self._look(f"{method} {path} ({response.status_code})", parts, said)
        self.logged += logged
        self.statuses[response.status_code] += 1
        return response  # type: ignore[no-any-return]

    def _look(self, where: str, parts: dict[str, bytes], said: set[Canary]) -> None:
        """Note what came out; what the request itself said may be said back, and what is logged is nobody's."""
        for part, content in parts.items():
            canaries = found(content) - said
            self.seen |= canaries
            strange = {canary for canary in canaries if part == "log" or canary.region != self.region}
            self.leaks += [Leak(column, where, part) for column in sorted({str(canary) for canary in strange})]

    def follow(self, start: str, urlconf: str) -> Counter[str]:
        """Follow every link from here, some of each kind of page; return how many of each kind."""
        waiting, seen, kinds = deque([start]), {start}, Counter[str]()
        while waiting:
            path = waiting.popleft()
            kind = _kind(path, urlconf)
            kinds[kind] += 1
            if kinds[kind] > OF_A_KIND:
                continue
            response = self.get(path)
            fresh = [link for link in links(path, response) if link not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
        return kinds


def body(response: Any) -> bytes:
    """Return the whole body, sent in pieces or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def _headers(response: HttpResponse) -> bytes:
    return f"{response.reason_phrase}\n{response.serialize_headers().decode()}\n{response.cookies.output()}".encode()


def _kind(path: str, urlconf: str) -> str:
    parts = urlsplit(path)
    bare = parts.path.removeprefix("/en") if parts.path.startswith("/en/") else parts.path
    names = sorted(item.split("=")[0] for item in parts.query.split("&"))
    try:
        return f"{parts.path.startswith('/en/')} {resolve(bare, urlconf).view_name} {names}"
    except Resolver404:
        return f"nothing {path}"


def links(path: str, response: HttpResponse) -> list[str]:
    """Return the addresses on this host to which the answer leads."""
    found_ = [response["Location"]] if "Location" in response else []
    if response.get("Content-Type", "").startswith(("text/html", "application/atom")):
        collector = _Links()
        collector.feed(response.content.decode())
        found_ += collector.found
    here = f"http://{response.wsgi_request.get_host()}{path}"  # type: ignore[attr-defined]  # the test client adds it
    whole = (urlsplit(urljoin(here, link)) for link in found_)
    inside = (link for link in whole if link.netloc == urlsplit(here).netloc and not link.path.startswith("/static/"))
    return list(dict.fromkeys(link._replace(scheme="", netloc="", fragment="").geturl() for link in inside))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value.split(" ")[0] for name, value in attrs if name in LINKS and value]
