"""No page says a word that nobody translated."""

from collections import Counter, deque
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import Context, Template
from django.urls import resolve
from django.utils import translation

from kernel.accounts.actor import PLATFORM
from kernel.modules import registry
from tenants.areas.models import Area
from tenants.isolation.current import Tenancy, enter
from tenants.portal import provision
from tests.browser import untranslated

OF_A_KIND = 2


def content_of(where: Tenancy) -> list[object]:
    """Return every text that the region itself stored."""
    names = [name.rpartition(".")[2] for name in settings.TENANT_APPS]
    labels = [
        config for config in apps.get_app_configs() if config.label in names or config.name in settings.TENANT_APPS
    ]
    found: list[object] = [where.name, where.domain, where.slug]
    with enter(where):
        found += [str(area) for area in Area.objects.all()]
        for model in (model for config in labels for model in config.get_models()):
            fields = [
                f.name
                for f in model._meta.concrete_fields
                if isinstance(f, (models.CharField, models.TextField, models.JSONField))
            ]
            found += [value for row in model._base_manager.values_list(*fields) for value in row] if fields else []
    return found


@pytest.fixture
def filled(makassar: Tenancy, as_sari, as_budi) -> Tenancy:
    """Makassar with all modules' sample content."""
    with enter(makassar), translation.override("id"):
        provision.sample(by=PLATFORM)
        for module in registry.modules():
            import_module(f"app_modules.{module.name}.provision").sample(by=PLATFORM)
    return makassar


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("start", ["/", "/konsol/"])
def test_no_page_says_what_nobody_translated(filled: Tenancy, portal, sari, language: str, start: str) -> None:
    client = portal(filled, sari if start == "/konsol/" else None)
    is_content = untranslated.corpus(content_of(filled))
    prefix = "/en" if language == "en" else ""
    waiting, seen, kinds, faults = deque([prefix + start]), {prefix + start}, Counter(), []

    with untranslated.marked(language):
        while waiting:
            path = waiting.popleft()
            with translation.override(language):
                kind = resolve(urlsplit(path).path, urlconf="config.urls_tenant").view_name
            kinds[kind] += 1
            if kinds[kind] > OF_A_KIND or kind in ("file", "news:feed", "account_login"):
                continue
            response = client.get(path)
            assert response.status_code == 200, path
            said, links = untranslated.words(response.content.decode(), is_content)
            faults += [f"{path}: {words}" for words in said]
            inside = [clean for link in links if (clean := link.split("#")[0]).startswith(prefix + "/")]
            fresh = [link for link in inside if link not in seen and link.startswith("/en/") == (language == "en")]
            seen.update(fresh)
            waiting.extend(fresh)

    assert faults == [], "\n".join(faults)
    assert len(kinds) > 10


def test_planted_word_is_found(filled: Tenancy) -> None:
    page = Template(
        "{% load i18n %}<h1>{% translate 'News' %}</h1><p>Save everything, Kota Makassar</p>"
        "<img alt='A picture'>{% translate 'Nobody translated this' %}"
    )

    with untranslated.marked("id"), translation.override("id"):
        said, _ = untranslated.words(page.render(Context()), untranslated.corpus(content_of(filled)))

    assert said == ["Save everything", "A picture", "Nobody translated this"]
