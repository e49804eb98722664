"""What the views show: the values of the templates."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from app_modules.news import queries, reading
from app_modules.news.models import FIELDS, Article, Category, Comment, Version
from tenants.customization.queries import emblem_picture, setting
from tenants.files.queries import url as file_url

CONSOLE_PAGE = 25


def page(articles: QuerySet[Any], request: HttpRequest, size: int | None = None) -> Page[Any]:
    """Return the page of a list that the address asks for; a wrong number gives the nearest."""
    return Paginator(articles, size or setting("news.articles_per_page")).get_page(request.GET.get("page"))


def article_list(
    request: HttpRequest, articles: QuerySet[Article], *, category: Category | None = None
) -> dict[str, Any]:
    """Return the values of a list of articles."""
    return {
        "page_obj": page(articles, request),
        "categories": queries.used_categories(),
        "category": category,
        "canonical": absolute(request, category.get_absolute_url() if category else reverse("news:index")),
    }


def absolute(request: HttpRequest, path: str) -> str:
    """Return the full address, on the host that the reader came to."""
    return request.build_absolute_uri(path)


def article(request: HttpRequest, found: Article) -> dict[str, Any]:
    """Return the values of an article's page."""
    with translation.override("id"):  # the article is Indonesian under either interface: one address for both
        canonical = absolute(request, found.get_absolute_url())
    return {
        "article": found,
        "canonical": canonical,
        "picture": absolute(request, file_url(found.cover)) if found.cover else "",
        "emblem": "" if found.cover else _emblem(request),
        "read_token": reading.READ.sign(found.key),
        "comments_open": setting("news.comments_open"),
        "show_reads": setting("news.show_read_count"),
    }


def _emblem(request: HttpRequest) -> str:
    """Return the address of the region's emblem, which a shared article without a cover shows; empty for a drawing."""
    picture = emblem_picture()
    return absolute(request, file_url(picture)) if picture else ""


def after_comment(taken: Comment) -> str:
    """Return the address of the page that says what becomes of the comment."""
    address = reverse("news:comment_sent", args=[taken.article.slug])
    return f"{address}?tampil=1" if taken.state == Comment.State.SHOWN else address


def article_tabs(state: str) -> list[dict[str, Any]]:
    """Return the filters of the console's list."""
    counts = queries.count_by_state()
    everything = {"label": _("All"), "url": "?", "current": not state, "count": sum(counts.values())}
    return [everything] + [
        {"label": label, "url": f"?state={value}", "current": value == state, "count": counts[value]}
        for value, label in Article.State.choices
    ]


def comment_tabs(state: str) -> list[dict[str, Any]]:
    """Return the filters of the comments' queue."""
    counts = queries.count_comments()
    return [
        {"label": label, "url": f"?state={value}", "current": value == state, "count": counts[value]}
        for value, label in Comment.State.choices
    ]


def editing(found: Article, text: Version, form: Form, may_publish: bool) -> dict[str, Any]:
    """Return the values of the page on which an article is changed."""
    return {
        "article": found,
        "text": text,
        "form": form,
        "may_publish": may_publish,
        "versions": found.versions.only("number", "saved_by_name", "saved_at", "title", "article")[:20],
        "picture": file_url(text.cover) if text.cover else "",
    }


def preview(found: Article, text: Version) -> dict[str, Any]:
    """Return the values of an article's page with its newest text, not saved anywhere."""
    for field in FIELDS:
        setattr(found, field, getattr(text, field))
    found.published_at = found.published_at or timezone.now()
    return {"article": found, "picture": file_url(text.cover) if text.cover else "", "is_preview": True}
