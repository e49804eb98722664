"""What articles, comments and categories in the history are called."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.news.models import Article, Category, Comment
from tenants.portal.contributions import Link


def fields(kind: str) -> dict[str, Any]:
    """Return what the fields of articles are called."""
    return {"title": _("Title"), "version": _("Version")} if kind == "news.article" else {}


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the titles of articles, the articles of comments, the names of categories."""
    match kind:
        case "news.article":
            articles = Article.objects.filter(key__in=keys).values_list("key", "title")
            return {key: Link(title, reverse("news_console:edit", args=[key])) for key, title in articles}
        case "news.comment":
            comments = Comment.objects.filter(key__in=keys).values_list("key", "article__title")
            return {key: Link(title, reverse("news_console:comments")) for key, title in comments}
        case "news.category":
            categories = Category.objects.filter(key__in=keys).values_list("key", "name")
            return {key: Link(name, reverse("news_console:categories")) for key, name in categories}
    return {}
