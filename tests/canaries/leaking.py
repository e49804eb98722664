"""A portal with four planted leaks, and pages that fail: what the crawler must find, and what it must not."""

import logging
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import OperationalError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import path
from redis import Redis

from app_modules.news.models import Article
from config.urls_tenant import handler400, handler403, handler404, handler500, urlpatterns
from kernel.accounts.models import Unit

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# A module's own line, which says what it was told to say.
log = logging.getLogger("app_modules.news.leaking")
SHARED = f"{settings.DATABASES['default']['NAME']}:canaries:latest"
PUBLIC = Path(settings.FILES_ROOT) / "media"


def first() -> str:
    """Return the title of the region's first article."""
    return Article.objects.order_by("id")[0].title


def cache_key(request: HttpRequest) -> HttpResponse:
    """Keep a row under a key that does not name the tenant."""
    redis = Redis.from_url(settings.REDIS_URL)
    redis.set(SHARED, first(), ex=60, nx=True)
    kept = redis.get(SHARED)
    redis.close()
    return HttpResponse(kept)


@lru_cache
def remembered() -> str:
    """Keep a row for all tenants of the process."""
    return first()


def lru(request: HttpRequest) -> HttpResponse:
    return HttpResponse(remembered())


def publish(request: HttpRequest) -> HttpResponse:
    """Write a row into a folder that all tenants share."""
    PUBLIC.mkdir(parents=True, exist_ok=True)
    (PUBLIC / "latest.txt").write_text(first())
    return HttpResponse()


def public_file(request: HttpRequest) -> FileResponse:
    """Serve the folder as it is."""
    return FileResponse((PUBLIC / "latest.txt").open("rb"), content_type="text/plain")


def line(request: HttpRequest) -> HttpResponse:
    """Log a row's text."""
    log.info("Read %s.", first())
    return HttpResponse()


def broken(request: HttpRequest) -> HttpResponse:
    """Fail with a row in hand and in the error's words: Django's own page of an error would show both."""
    raise RuntimeError(first())


def away(request: HttpRequest) -> HttpResponse:
    """Fail as when Postgres goes away."""
    raise OperationalError(first())


def twice(request: HttpRequest) -> HttpResponse:
    """Fail as Postgres does, which says the row that is there already."""
    Unit.objects.create(name=Unit.objects.order_by("id")[0].name)
    return HttpResponse()


urlpatterns = [
    *urlpatterns,
    path("bocor/kunci/", cache_key),
    path("bocor/lru/", lru),
    path("bocor/terbit/", publish),
    path("bocor/berkas/", public_file),
    path("bocor/log/", line),
    path("gagal/", broken),
    path("pergi/", away),
    path("ganda/", twice),
]
