"""`{% word "news.title" %}` and `{% setting "news.comments_open" %}`."""

from typing import Any

from django import template

from tenants.customization import queries

register = template.Library()


@register.simple_tag
def word(key: str) -> str:
    """Say a text in the region's own words."""
    return queries.word(key)


@register.simple_tag
def setting(key: str) -> Any:
    """Return a setting as it holds here."""
    return queries.setting(key)
