"""Filters of the news templates."""

from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString, mark_safe
from tenants.files.queries import url

from app_modules.news.models import Article, Text

register = template.Library()


@register.filter
def cover_url(article: Text) -> str:
    """Return the address of the cover picture, or nothing."""
    return url(article.cover) if article.cover else ""


@register.filter
def safe_body(article: Article) -> SafeString:
    """Return the text as HTML. Actions clean it before it is stored."""
    return mark_safe(article.body)  # noqa: S308 - cleaned by rich_text.clean when it was saved


@register.filter
def whatsapp(article: Article, address: str) -> str:
    """Return the address with which WhatsApp shares the article."""
    return "https://wa.me/?" + urlencode({"text": f"{article.title} {address}"})
