from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("provisioning", "0013_spares")]

    operations = [
        migrations.AlterField(
            model_name="backup",
            name="occasion",
            field=models.CharField(
                choices=[
                    ("scheduled", "On schedule"),
                    ("asked", "Asked for"),
                    ("before", "Before a restore"),
                    ("rest", "What was left, before a restore"),
                ],
                max_length=10,
            ),
        ),
    ]
