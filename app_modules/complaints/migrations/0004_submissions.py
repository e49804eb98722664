from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("complaints", "0003_citizens")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="submission",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=16),
        ),
    ]
