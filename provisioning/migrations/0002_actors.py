"""Who did it is kept as kind, key and name. The name stays in its column; of older rows only that is known."""

from typing import Any

from django.db import migrations, models


def column(length: int, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0001_initial")]

    operations = [
        migrations.AlterField("run", "asked_by", column(120, db_column="asked_by")),
        migrations.RenameField("run", "asked_by", "asked_by_name"),
        migrations.AddField("run", "asked_by_kind", column(16)),
        migrations.AddField("run", "asked_by_key", column(16)),
    ]
