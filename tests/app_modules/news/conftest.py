"""An article as an officer writes it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from app_modules.news.actions import articles
from app_modules.news.actions.articles import Content
from app_modules.news.models import Article, Category
from kernel.accounts.actor import PLATFORM
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.isolation.current import enter

BODY = "<p>Jembatan gantung di sungai kecil dibuka untuk pejalan kaki.</p>"


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
