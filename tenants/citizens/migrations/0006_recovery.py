import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import kernel.ids


def actor_column(length):
    return models.CharField(blank=True, db_default="", default="", editable=False, max_length=length)


class Migration(migrations.Migration):
    dependencies = [("citizens", "0005_verified_by")]

    operations = [
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=kernel.ids.new_id, editable=False, max_length=16, unique=True)),
                ("done_by_kind", actor_column(16)),
                ("done_by_key", actor_column(16)),
                ("done_by_name", actor_column(120)),
                ("before_sealed", models.TextField(blank=True, editable=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("stopped_at", models.DateTimeField(editable=False, null=True)),
                (
                    "citizen",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recoveries", to="citizens.citizen"
                    ),
                ),
            ],
            options={"verbose_name_plural": "recoveries", "ordering": ["-at", "-pk"]},
        ),
    ]
