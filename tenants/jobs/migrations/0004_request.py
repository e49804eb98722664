"""Which request a job was ordered in: a tenant's role may say it, and nothing that is no number."""

from django.db import migrations, models

GRANT = """
DO $$ BEGIN
    EXECUTE format('GRANT INSERT (request) ON job TO %I', current_database() || '_tenants');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0003_parked")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="request",
            field=models.CharField(db_default="", max_length=36),
        ),
        migrations.AddConstraint(
            model_name="job",
            constraint=models.CheckConstraint(
                condition=models.Q(("request__regex", "^[0-9a-f-]*$")), name="job_request_is_number"
            ),
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
