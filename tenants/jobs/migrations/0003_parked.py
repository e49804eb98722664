from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0002_rights")]

    operations = [
        migrations.AddIndex(
            model_name="job",
            index=models.Index(condition=models.Q(("state", "parked")), fields=["tenant_role"], name="job_parked"),
        ),
    ]
