"""Rights lent to a colleague for some days."""

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import kernel.ids


def column(length: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False)


def key(to: str, name: str) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to=to)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_scopes")]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=kernel.ids.new_id, editable=False, max_length=16, unique=True)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("reason", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_kind", column(16)),
                ("ended_by_key", column(16)),
                ("ended_by_name", column(120)),
                ("assignment", key("accounts.assignment", "delegations")),
                ("receiver", key(settings.AUTH_USER_MODEL, "received")),
            ],
            options={
                "ordering": ["first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(first_day__lte=models.F("last_day")), name="delegation_ends_after_it_begins"
                    )
                ],
            },
        ),
    ]
