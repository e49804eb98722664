"""Pages that are the same for every visitor: made once, kept, and shown to all until something changes.

A page is shown without a look at the database for `SECONDS` seconds, or until the place's mark of changes is another
(`kernel.changes`); and for `BRIEF` seconds even then, so that however many come, a page is made once a second at most.
While one visitor waits for the new page, the others get the old one. Who is logged in, or has a message waiting, gets
a page of her own; so does everybody while Redis is away.
"""

import gzip
import hashlib
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from redis.exceptions import RedisError

from kernel.changes import MARK
from tenants.isolation.current import tenant

log = logging.getLogger(__name__)

SECONDS = 10.0
BRIEF = 1.0
KEPT = 60
# How long one visitor may take to make the page before another one tries, and how long a first one is waited for.
MAKING = 5
PATIENCE = 0.5
# Browsers ask each time whether the page is still the same; what stands before us may keep it for a moment.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=10"
OWN_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "messages"})
QUERY = re.compile(r"(page=[0-9]{1,4})?")

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is kept: its body compressed, since it holds no secret that its length could tell."""

    made_at: float
    mark: str | None
    content_type: str
    body: bytes
    etag: str

    def is_good(self, mark: str | None) -> bool:
        """Say whether it may be shown without asking whether it is still so."""
        age = time.time() - self.made_at
        return age < BRIEF or (self.mark == mark and age < SECONDS)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page for this visitor: nothing new, compressed, or plain."""
        is_compressed = "gzip" in request.headers.get("Accept-Encoding", "")
        body = self.body if is_compressed else gzip.decompress(self.body)
        response = HttpResponse(body, content_type=self.content_type)
        if is_compressed:
            response["Content-Encoding"] = "gzip"
        response["Cache-Control"], response["ETag"] = CACHE_CONTROL, self.etag
        patch_vary_headers(response, ["Accept-Encoding"])
        return get_conditional_response(request, etag=self.etag, response=response) or response


def shared(view: View) -> Callable[..., HttpResponseBase]:
    """Show a page that is the same for every visitor: it has no form with a token, and asks not who is there."""

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _is_for_all(request):
            return view(request, *args, **kwargs)
        key = _key(request)
        try:
            mark, page = _look(key)
            if page is not None and page.is_good(mark):
                return page.answer(request)
            if not cache.add(f"{key}:making", 1, MAKING) and (page := page or _wait(key)):
                return page.answer(request)
        except RedisError:
            return view(request, *args, **kwargs)
        return _make(request, key, mark, lambda: view(request, *args, **kwargs))

    return show


def _is_for_all(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and OWN_COOKIES.isdisjoint(request.COOKIES)
        and "X-Live-Probe" not in request.headers
        and QUERY.fullmatch(request.META.get("QUERY_STRING", "")) is not None
    )


def _key(request: HttpRequest) -> str:
    """Return what the page is kept under: all that it is made of besides the rows of the tenant."""
    here = tenant()
    made_of = (settings.RELEASE, request.build_absolute_uri(), here.name, here.state, *sorted(here.modules))
    return "page:" + hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:32]


def _look(key: str) -> tuple[str | None, Page | None]:
    """Return the mark of changes and the page, in one question."""
    found = cache.get_many([MARK, key])
    return found.get(MARK), found.get(key)


def _wait(key: str) -> Page | None:
    """Wait a moment for the page that another visitor makes just now.

    Raises: RedisError.
    """
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        time.sleep(0.02)
        if page := _look(key)[1]:
            return page
    return None


def _make(request: HttpRequest, key: str, mark: str | None, view: Callable[[], HttpResponse]) -> HttpResponseBase:
    """Make the page, and keep it where it came out well; the mark is the one from before it was made."""
    try:
        response = view()
        if response.status_code != 200 or response.cookies:
            return response
        body = gzip.compress(response.content, mtime=0)
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:20]}"'
        page = Page(time.time(), mark, response["Content-Type"], body, etag)
        _keep(key, page)
        return page.answer(request)
    finally:
        _forget(f"{key}:making")


def _keep(key: str, page: Page) -> None:
    try:
        cache.set(key, page, KEPT)
    except RedisError:
        log.warning("A page was not kept: Redis does not answer.")


def _forget(key: str) -> None:
    try:
        cache.delete(key)
    except RedisError:
        log.warning("A page is made anew in some seconds only: Redis does not answer.")
