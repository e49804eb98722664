"""A walk over all links of one place, without a browser."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils import translation

# Lists hold many objects of one kind: two of each are enough.
OF_A_KIND = 2
# Where whoever is no citizen with an account is led from the menu.
CITIZENS = "/warga/masuk/"
# No pages, or pages of somebody who is not logged in.
APART = ("file", "news:feed", "account_login", "history_checker")


@dataclass
class Walk:
    """Who walks, through which addresses, in which language."""

    client: Client
    urlconf: str
    language: str = "id"
    kinds: Counter[str] = field(default_factory=Counter)
    first: str = ""

    def pages(self, start: str) -> Iterator[tuple[str, HttpResponse]]:
        """Open all that can be reached from here, two pages of a kind."""
        self.first = self._prefix() + start
        waiting, seen = deque([self.first]), {self.first}
        while waiting:
            path = waiting.popleft()
            if not self._is_wanted(path):
                continue
            response = self._open(path)
            if self._is_closed(response):
                continue
            assert response.status_code == 200, path
            yield path, response
            fresh = [link for link in self._inside(response) if link not in seen]
            seen.update(fresh)
            waiting.extend(fresh)

    def _open(self, path: str) -> HttpResponse:
        """Follow where a link leads on: a notice to its thing, a stranger to where citizens log in."""
        response = self.client.get(path)
        while response.status_code == 302 and not self._asks_to_log_in(response):
            response = self.client.get(response["Location"])
        return response

    def _prefix(self) -> str:
        return "/en" if self.language == "en" else ""

    def _is_wanted(self, path: str) -> bool:
        with translation.override(self.language):
            kind = resolve(urlsplit(path).path, urlconf=self.urlconf).view_name
        self.kinds[kind] += 1
        return path == self.first or (self.kinds[kind] <= OF_A_KIND and kind not in APART)

    def _is_closed(self, response: HttpResponse) -> bool:
        """Say whether a stranger was asked to log in."""
        is_stranger = settings.SESSION_COOKIE_NAME not in self.client.cookies
        return is_stranger and response.status_code == 302

    def _asks_to_log_in(self, response: HttpResponse) -> bool:
        """Say whether the console is closed; citizens' own page for logging in is one to look at."""
        return "/masuk/?next=" in response["Location"] and CITIZENS not in response["Location"]

    def _inside(self, response: HttpResponse) -> list[str]:
        links = Links()
        links.feed(response.content.decode())
        clean = dict.fromkeys(link.split("#")[0] for link in links.found)
        inside = [link for link in clean if link.startswith(self._prefix() + "/")]
        return [link for link in inside if link.startswith("/en/") == (self.language == "en")]


class Links(HTMLParser):
    """Collects where a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]
