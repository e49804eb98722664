from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("citizens", "0004_passkeys")]

    operations = [
        migrations.AlterField(
            model_name="citizen",
            name="verified_by",
            field=models.CharField(
                choices=[
                    ("none", "Not given"),
                    ("structure", "Checked for its structure only"),
                    ("officer", "Seen by an officer on the identity card"),
                ],
                db_default="none",
                default="none",
                editable=False,
                max_length=12,
            ),
        ),
    ]
