"""Addresses of articles: from the title, unique in the region, never one of the module's own pages."""

from django.utils.text import slugify

from app_modules.news.models import Article, OldSlug
from kernel import turns

OWN = {"kategori", "captcha", "dibaca", "umpan"}
LENGTH = 120


def slug_for(title: str, article: Article) -> str:
    """Return a free address for the title; the article's own, present or old, counts as free.

    Two articles of one title wait for each other until the transaction ends.
    """
    turns.wait("news.slug")
    base = slugify(title)[:LENGTH].strip("-") or "berita"
    taken = OWN | set(
        Article.objects.filter(slug__startswith=base).exclude(pk=article.pk).values_list("slug", flat=True)
    )
    taken |= set(
        OldSlug.objects.filter(slug__startswith=base).exclude(article=article.pk).values_list("slug", flat=True)
    )
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def move(article: Article, slug: str) -> None:
    """Give a published article another address; the present one will lead to it."""
    OldSlug.objects.filter(slug=slug, article=article).delete()
    OldSlug.objects.get_or_create(slug=article.slug, defaults={"article": article})
    article.slug = slug
