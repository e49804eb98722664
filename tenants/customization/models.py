"""The region's own layer above the modules' defaults."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from kernel.accounts.fields import ActorField


class Value(models.Model):
    """One thing that the region set: a setting, a word, a part of its brand or the text of a notice.

    No row means the default. `key` is `news.comments_open`, `complaints.title:id`, `name` or
    `complaints.change:text:id`.
    """

    class Kind(models.TextChoices):
        SETTING = "setting"
        WORD = "word"
        BRAND = "brand"
        NOTICE = "notice"

    kind = models.CharField(max_length=8, choices=Kind)
    key = models.CharField(max_length=120)
    value: Any = models.JSONField()
    changed_by = ActorField(name_column="changed_by")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "key"], name="value_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
