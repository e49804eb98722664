"""The limits, and what a tenant's role may do with them: read its own, and count its files."""

import django.db.models.deletion
from django.db import migrations, models

RIGHTS = """
ALTER TABLE quota ENABLE ROW LEVEL SECURITY;
DO $$ BEGIN
    EXECUTE format('CREATE POLICY platform ON quota TO %I USING (true)', current_database() || '_platform');
    EXECUTE format('CREATE POLICY tenants_read ON quota FOR SELECT TO %I USING (tenant_role = current_user)',
                   current_database() || '_tenants');
    EXECUTE format('CREATE POLICY tenants_count ON quota FOR UPDATE TO %I
                    USING (tenant_role = current_user AND kind = ''storage'')', current_database() || '_tenants');
    EXECUTE format('GRANT SELECT (tenant_role, kind, allowed, used, day), UPDATE (used) ON quota TO %I',
                   current_database() || '_tenants');
END $$;
"""
UNDO = """
DROP POLICY platform ON quota;
DROP POLICY tenants_read ON quota;
DROP POLICY tenants_count ON quota;
ALTER TABLE quota DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("registry", "0006_first_domain")]

    operations = [
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenant_role", models.CharField(max_length=63)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("rows", "Rows"),
                            ("storage", "Files"),
                            ("mails", "Mails a day"),
                            ("jobs", "Jobs a day"),
                        ],
                        max_length=8,
                    ),
                ),
                ("allowed", models.PositiveBigIntegerField(null=True)),
                ("used", models.BigIntegerField(default=0)),
                ("day", models.DateField(null=True)),
                ("warned_at", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quotas", to="registry.tenant"
                    ),
                ),
            ],
            options={
                "db_table": "quota",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_role", "kind"), name="quota_once_a_kind"),
                    models.CheckConstraint(condition=models.Q(("used__gte", 0)), name="quota_used_not_below_0"),
                    models.CheckConstraint(condition=models.Q(("allowed__gt", 0)), name="quota_allowed_above_0"),
                ],
            },
        ),
        migrations.RunSQL(RIGHTS, UNDO),
    ]
