"""Who did it is kept as kind, key and name. The name stays in its column; of older rows only that is known."""

from typing import Any

from django.db import migrations, models


def column(length: int, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterField("invitation", "invited_by", column(120, db_column="invited_by")),
        migrations.RenameField("invitation", "invited_by", "invited_by_name"),
        migrations.AddField("invitation", "invited_by_kind", column(16)),
        migrations.AddField("invitation", "invited_by_key", column(16)),
    ]
