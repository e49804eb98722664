from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0012_copies_made")]
    operations = [
        migrations.CreateModel(
            name="Spare",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
        ),
    ]
