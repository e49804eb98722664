"""When somebody's rights were last looked through, and by whom."""

from django.db import migrations, models


def column(length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_delegation")]

    operations = [
        migrations.AddField("person", "reviewed_at", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AddField("person", "reviewed_by_kind", column(16)),
        migrations.AddField("person", "reviewed_by_key", column(16)),
        migrations.AddField("person", "reviewed_by_name", column(120)),
    ]
