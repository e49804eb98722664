"""Stored files."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from kernel.ids import new_id


class StoredFile(models.Model):
    """A file of this tenant. `owner` says what it belongs to, as `<module>.<noun>:<key>`."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    owner = models.CharField(max_length=120, db_index=True)
    is_private = models.BooleanField()
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name
