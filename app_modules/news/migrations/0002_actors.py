"""Who did it is kept as kind, key and name. The name stays in its column; of older rows only that is known."""

from typing import Any

from django.db import migrations, models


def column(length: int, **more: Any) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False, **more)


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial")]

    operations = [
        migrations.AlterField("version", "saved_by", column(120, db_column="saved_by")),
        migrations.RenameField("version", "saved_by", "saved_by_name"),
        migrations.AddField("version", "saved_by_kind", column(16)),
        migrations.AddField("version", "saved_by_key", column(16)),
        migrations.AlterField("comment", "decided_by", column(120, db_column="decided_by")),
        migrations.RenameField("comment", "decided_by", "decided_by_name"),
        migrations.AddField("comment", "decided_by_kind", column(16)),
        migrations.AddField("comment", "decided_by_key", column(16)),
        migrations.AlterField("comment", "replied_by", column(120, db_column="replied_by")),
        migrations.RenameField("comment", "replied_by", "replied_by_name"),
        migrations.AddField("comment", "replied_by_kind", column(16)),
        migrations.AddField("comment", "replied_by_key", column(16)),
    ]
