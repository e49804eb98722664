"""Who did it is kept as kind, key and name. The name stays in its column; of older rows only that is known."""

from typing import Any

from django.db import migrations, models


def column(length: int, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial")]

    operations = [
        migrations.AddField("case", "officer_kind", column(16)),
        migrations.AlterField("case", "officer_key", column(16)),
        migrations.AlterField("case", "officer_name", column(120)),
        migrations.AlterField("case", "answered_by", column(120, db_column="answered_by")),
        migrations.RenameField("case", "answered_by", "answered_by_name"),
        migrations.AddField("case", "answered_by_kind", column(16)),
        migrations.AddField("case", "answered_by_key", column(16)),
        migrations.AlterField("case", "closed_by", column(120, db_column="closed_by")),
        migrations.RenameField("case", "closed_by", "closed_by_name"),
        migrations.AddField("case", "closed_by_kind", column(16)),
        migrations.AddField("case", "closed_by_key", column(16)),
        migrations.AlterField("entry", "actor_kind", column(16)),
        migrations.AlterField("entry", "actor_key", column(16)),
        migrations.AlterField("entry", "actor_name", column(120)),
    ]
