from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_language")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="language",
            field=models.CharField(
                choices=[("id", "Bahasa Indonesia"), ("en", "English")], db_default="id", default="id", max_length=5
            ),
        ),
    ]
