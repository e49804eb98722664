"""Articles, their texts over time, and what readers say."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.ids import new_id
from tenants.files.models import StoredFile

SCENES = ("city", "sea", "people", "hills")


class Category(models.Model):
    """What an article is about."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=70, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(Lower("name"), name="news_category_name_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:category", args=[self.slug])


class Text(models.Model):
    """What somebody wrote: the part that an article and its versions have in common."""

    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("summary"), max_length=300)
    body = models.TextField(_("text"))
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, verbose_name=_("category"), related_name="%(class)ss"
    )
    author_name = models.CharField(_("author"), max_length=120)
    cover = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cover_alt = models.CharField(_("description of the picture"), max_length=200, blank=True)
    cover_caption = models.CharField(_("caption"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


FIELDS = ("title", "summary", "body", "category", "author_name", "cover", "cover_alt", "cover_caption")


def _cover_has_alt(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=models.Q(cover=None) | ~models.Q(cover_alt=""), name=name)


class Article(Text):
    """An article as the public sees it; before it is first published, as it was saved last."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=180, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    newest = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(null=True)
    reads = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(default=False)
    related: "models.ManyToManyField[Article, Related]" = models.ManyToManyField(
        "self", through="Related", symmetrical=False, related_name="+"
    )
    document = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="indonesian")
        + SearchVector("summary", weight="B", config="indonesian")
        + SearchVector("body", weight="D", config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering: ClassVar = ["-published_at", "-id"]
        indexes: ClassVar = [
            GinIndex(fields=["document"], name="news_article_document"),
            models.Index(
                fields=["-published_at", "-id"], condition=models.Q(state="published"), name="news_article_newest"
            ),
        ]
        constraints: ClassVar = [
            _cover_has_alt("news_article_cover_has_alt"),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False, shown__isnull=False),
                name="news_article_published_when",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def has_changes(self) -> bool:
        """Say whether the newest text differs from the one on the portal."""
        return self.is_published and self.newest != self.shown

    @property
    def scene(self) -> str:
        """Return the drawing that stands where there is no cover picture."""
        return SCENES[(self.pk or 0) % len(SCENES)]


class Version(Text):
    """A text of an article as somebody saved it. Never changed afterwards."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    saved_by = ActorField(name_column="saved_by")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="news_version_once"),
            _cover_has_alt("news_version_cover_has_alt"),
        ]


class OldSlug(models.Model):
    """An address that an article had; it leads to the present one."""

    slug = models.SlugField(max_length=180, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="old_slugs")

    def __str__(self) -> str:
        return self.slug


class Related(models.Model):
    """`other` speaks of what `article` speaks of; computed when either is published."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    rank = models.FloatField()

    class Meta:
        ordering: ClassVar = ["-rank", "-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "other"], name="news_related_once")]

    def __str__(self) -> str:
        return f"{self.article} → {self.other}"


class Comment(models.Model):
    """What a reader says; shown when an officer released it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SHOWN = "shown", _("Shown")
        HIDDEN = "hidden", _("Hidden")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    name = models.CharField(_("name"), max_length=60)
    text = models.TextField(_("comment"), max_length=2000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    is_verified = models.BooleanField(default=False)
    written_at = models.DateTimeField(default=timezone.now)
    decided_by = ActorField(name_column="decided_by")
    decided_at = models.DateTimeField(null=True)
    reply = models.TextField(_("reply"), max_length=2000, blank=True)
    replied_by = ActorField(name_column="replied_by")
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="news_comment_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"
