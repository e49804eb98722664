"""An article as an officer writes it."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from redis import Redis

from app_modules.news.actions import articles
from app_modules.news.actions.articles import Content
from app_modules.news.models import Article, Category
from kernel.accounts.actor import PLATFORM
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.isolation.current import enter

BODY = "<p>Jembatan gantung di sungai kecil dibuka untuk pejalan kaki.</p>"


@pytest.fixture(autouse=True)
def _nothing_counted(makassar, jayapura) -> Iterator[None]:
    """Counters and limits begin at nothing; only the keys of these two tenants are touched."""
    yield
    redis = Redis.from_url(settings.REDIS_URL)
    for where in (makassar, jayapura):
        with enter(where):
            for pattern in ("news:*", "rate:news.*"):
                for key in redis.scan_iter(cache.make_key(pattern), count=1000):
                    redis.delete(key)
    redis.close()


@pytest.fixture
def category(in_makassar) -> Category:
    return Category.objects.create(name="Contoh kategori", slug="contoh-kategori")


@pytest.fixture
def content(category: Category) -> Callable[..., Content]:
    """Make what a form gives."""

    def make(title: str = "Jembatan gantung dibuka", **more: Any) -> Content:
        values = {"summary": "Pejalan kaki dapat lewat.", "body": BODY, "category": category, "author_name": "Humas"}
        return Content(title=title, **values | more)

    return make


@pytest.fixture
def draft(content) -> Article:
    return articles.write(content(), by=PLATFORM)


@pytest.fixture
def article(draft: Article) -> Article:
    return articles.publish(draft, by=PLATFORM)


@pytest.fixture
def make_articles(content) -> Callable[[int], list[Article]]:
    """Publish several articles that speak of bridges."""

    def make(count: int) -> list[Article]:
        titles = [f"Jembatan nomor {number} dibuka" for number in range(1, count + 1)]
        return [articles.publish(articles.write(content(title), by=PLATFORM), by=PLATFORM) for title in titles]

    return make


@pytest.fixture
def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def configure(in_makassar) -> Callable[..., None]:
    """Change settings of the module in Makassar."""

    def change(**values: Any) -> None:
        new = {f"news.{name}": value for name, value in values.items()}
        customization.change(Value.Kind.SETTING, new, by=PLATFORM)

    return change


@pytest.fixture
def sari_console(makassar, sari, portal) -> Client:
    return portal(makassar, sari)


@pytest.fixture
def budi_console(makassar, budi, portal) -> Client:
    return portal(makassar, budi)


@pytest.fixture
def in_jayapura_only(jayapura):
    """Enter Jayapura from inside Makassar."""
    return lambda: enter(jayapura)
