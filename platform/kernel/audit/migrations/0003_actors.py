"""The actor's columns have a default."""

from django.db import migrations, models


def column(length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_rights")]

    operations = [
        migrations.AlterField("entry", "actor_kind", column(16)),
        migrations.AlterField("entry", "actor_key", column(16)),
        migrations.AlterField("entry", "actor_name", column(120)),
    ]
