"""What officers do with articles: each a transaction that locks the row and is in the audit log."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from app_modules.news import rich_text, similarity, slugs
from app_modules.news.errors import (
    AltTextMissing,
    ArticleNotFound,
    ChangedMeanwhile,
    NothingToPublish,
    NotPublished,
)
from app_modules.news.events import ArticlePublished
from app_modules.news.models import FIELDS, Article, Category, Version
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from tenants import events
from tenants.files import actions as files
from tenants.files.models import StoredFile
from tenants.quotas.actions import require_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What somebody wrote, as the form gives it. `picture` replaces the cover, `no_cover` removes it."""

    title: str
    summary: str
    body: str
    category: Category
    author_name: str
    cover: StoredFile | None = None
    cover_alt: str = ""
    cover_caption: str = ""
    picture: Any = None
    no_cover: bool = False


@transaction.atomic
def write(content: Content, *, by: Actor, is_sample: bool = False) -> Article:
    """Begin an article as a draft.

    Raises: AltTextMissing, NotAPicture, TooLarge, NoRoom, NoRoomForRows, NotPermitted.
    """
    article = Article(is_sample=is_sample)
    by = require(by, "news.write", article)
    require_rows()
    values = _values(article, content)
    article.slug = slugs.slug_for(content.title, article)
    article.newest = 1
    _copy(values, to=article)
    article.save()
    article.versions.create(number=1, saved_by=by, **values)
    audit.record("news.write", article, by=by, summary="Began an article", after={"title": article.title})
    return article


@transaction.atomic
def rewrite(article: Article, content: Content, *, by: Actor, base: int) -> Article:
    """Save a new text of the article; what is on the portal stays until it is published.

    `base` is the version that the writer saw. Locks the article.

    Raises: ChangedMeanwhile, AltTextMissing, NotAPicture, TooLarge, NotPermitted.
    """
    by = require(by, "news.write", article)
    article = _locked(article)
    newest = article.versions.get(number=article.newest)
    if newest.number != base:
        raise ChangedMeanwhile(newest.saved_by.name)
    values = _values(article, content)
    if all(getattr(newest, field) == value for field, value in values.items()):
        return article
    _add_version(article, values, by)
    audit.record("news.write", article, by=by, summary="Saved a new text", after={"version": article.newest})
    return article


@transaction.atomic
def revert(article: Article, *, to: int, by: Actor) -> Article:
    """Make an older text the newest again. Nothing is lost: it becomes a version of its own.

    Raises: ArticleNotFound, NotPermitted.
    """
    by = require(by, "news.write", article)
    article = _locked(article)
    old = article.versions.filter(number=to).first()
    if old is None:
        raise ArticleNotFound
    _add_version(article, {field: getattr(old, field) for field in FIELDS}, by)
    audit.record("news.revert", article, by=by, summary=f"Took version {to} back", after={"version": article.newest})
    return article


@transaction.atomic
def publish(article: Article, *, by: Actor) -> Article:
    """Show the newest text on the portal. The address follows the title; the old one leads to it.

    Raises: NothingToPublish, NotPermitted.
    """
    by = require(by, "news.publish", article)
    article = _locked(article)
    if article.is_published and not article.has_changes:
        raise NothingToPublish
    before = {"state": article.state, "version": article.shown}
    is_first = article.published_at is None
    _show(article, article.versions.select_related("cover").get(number=article.newest))
    similarity.refresh(article)
    after = {"state": article.state, "version": article.shown}
    audit.record("news.publish", article, by=by, summary="Published an article", before=before, after=after)
    events.emit(ArticlePublished(article=article.key, title=article.title, slug=article.slug, is_first=is_first))
    return article


@transaction.atomic
def withdraw(article: Article, *, by: Actor) -> Article:
    """Take the article off the portal. Its texts, comments and readers stay.

    Raises: NotPublished, NotPermitted.
    """
    by = require(by, "news.publish", article)
    article = _locked(article)
    if not article.is_published:
        raise NotPublished
    article.state = Article.State.WITHDRAWN
    article.changed_at = timezone.now()
    article.save(update_fields=["state", "changed_at"])
    audit.record(
        "news.withdraw",
        article,
        by=by,
        summary="Withdrew an article",
        before={"state": "published"},
        after={"state": "withdrawn"},
    )
    return article


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update().defer("document").get(pk=article.pk)


def _values(article: Article, content: Content) -> dict[str, Any]:
    """Return the fields of a text, cleaned, with the cover stored; a draft's cover is private."""
    cover = None if content.no_cover else content.cover
    if (content.picture or cover) and not content.cover_alt.strip():
        raise AltTextMissing
    if content.picture:
        cover = files.store_picture(content.picture, owner=f"news.article:{article.key}", is_private=True)
    return {
        "title": content.title.strip(),
        "summary": content.summary.strip(),
        "body": rich_text.clean(content.body),
        "category": content.category,
        "author_name": content.author_name.strip(),
        "cover": cover,
        "cover_alt": content.cover_alt.strip() if cover else "",
        "cover_caption": content.cover_caption.strip() if cover else "",
    }


def _copy(values: dict[str, Any], *, to: Article) -> None:
    for field, value in values.items():
        setattr(to, field, value)


def _add_version(article: Article, values: dict[str, Any], by: Actor) -> None:
    """Save the text as the newest; an article that was never published takes it at once."""
    article.newest += 1
    article.changed_at = timezone.now()
    article.versions.create(number=article.newest, saved_by=by, saved_at=article.changed_at, **values)
    if article.published_at is None:
        _copy(values, to=article)
        article.slug = slugs.slug_for(article.title, article)
    article.save()


def _show(article: Article, text: Version) -> None:
    slug = slugs.slug_for(text.title, article)
    if article.published_at and slug != article.slug:
        slugs.move(article, slug)
    _copy({field: getattr(text, field) for field in FIELDS}, to=article)
    article.slug = slug
    article.state = Article.State.PUBLISHED
    article.shown = text.number
    article.changed_at = timezone.now()
    article.published_at = article.published_at or article.changed_at
    article.save()
    if text.cover:
        files.release(text.cover)
