"""What a new region's news starts with; safe to call again."""

import tomllib
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from app_modules.news.actions import articles, categories, comments
from app_modules.news.models import Article, Category, Comment
from kernel.accounts.actor import Actor
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.customization.queries import branding
from tenants.isolation.current import tenant

CATEGORIES = ("Budaya dan wisata", "Ekonomi warga", "Kesehatan dan pendidikan", "Layanan publik", "Pembangunan")
# How a region of the demo speaks in its own words. Port Numbay is the older name of Jayapura.
WORDS = {
    "91.71": {"news.title:id": "Kabar Port Numbay", "news.title:en": "News from Port Numbay"},
    "73.71": {"news.title:id": "Kabar Makassar", "news.title:en": "News from Makassar"},
}
SAMPLE = Path(__file__).with_name("sample.toml")


@transaction.atomic
def baseline(by: Actor) -> None:
    """Add the first categories, unless the region has some."""
    if not Category.objects.exists():
        for name in CATEGORIES:
            categories.add(name, by=by)


@transaction.atomic
def sample(by: Actor) -> None:
    """Publish eight sample articles with a few comments, unless there are some."""
    customization.suggest(Value.Kind.WORD, WORDS.get(tenant().region_code or "", {}), by=by)
    if Article.objects.filter(is_sample=True).exists():
        return
    baseline(by)
    found = tomllib.loads(SAMPLE.read_text())["article"]
    for number, row in enumerate(found, start=1):
        article = _publish(row, by=by)
        # A sample was published on a day of its own, and has readers; both are marked as sample on its page.
        published = _morning(row["days_ago"])
        Article.objects.filter(pk=article.pk).update(
            published_at=published, created_at=published, changed_at=published, reads=37 * number % 160 + 12
        )
        for comment in row.get("comment", []):
            _comment(article, comment, published, by=by)


def _publish(row: dict[str, Any], *, by: Actor) -> Article:
    region = branding().name
    content = articles.Content(
        title=row["title"],
        summary=row["summary"],
        body=row["body"].replace("{region}", region).strip(),
        category=_category(row["category"], by),
        author_name=f"Humas {region}",
    )
    return articles.publish(articles.write(content, by=by, is_sample=True), by=by)


def _category(name: str, by: Actor) -> Category:
    return Category.objects.filter(name=name).first() or categories.add(name, by=by)


def _comment(article: Article, row: dict[str, str], published: datetime, *, by: Actor) -> None:
    written = comments.write(article, name=row["name"], text=row["text"], is_verified=False, is_sample=True)
    if reply := row.get("reply"):
        comments.answer(written, reply, by=by, name=f"Humas {branding().name}")
    if row["state"] == Comment.State.SHOWN:
        comments.decide(written, Comment.State.SHOWN, by=by)
    Comment.objects.filter(pk=written.pk).update(written_at=published + timedelta(hours=7))


def _morning(days_ago: int) -> datetime:
    day = timezone.localdate() - timedelta(days=days_ago)
    return timezone.make_aware(datetime.combine(day, time(9, 0)))
