"""An invitation may be for one area; of an assignment it is kept since when it holds, and who gave it."""

from typing import Any

import django.utils.timezone
from django.db import migrations, models


def column(length: int, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", **more)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sessions")]

    operations = [
        migrations.AddField("invitation", "area_code", column(16)),
        migrations.AddField("assignment", "given_by_kind", column(16, editable=False)),
        migrations.AddField("assignment", "given_by_key", column(16, editable=False)),
        migrations.AddField("assignment", "given_by_name", column(120, editable=False)),
        # Of those that are there already nobody knows it.
        migrations.AddField("assignment", "created_at", models.DateTimeField(null=True, editable=False)),
        migrations.AlterField(
            "assignment",
            "created_at",
            models.DateTimeField(default=django.utils.timezone.now, null=True, editable=False),
        ),
    ]
