"""What a tenant's role may do with the queue: put in a row of its own, nothing else."""

from django.db import migrations

RIGHTS = """
ALTER TABLE job ALTER COLUMN tenant_role SET DEFAULT current_user;
ALTER TABLE job ENABLE ROW LEVEL SECURITY;
DO $$ BEGIN
    EXECUTE format('CREATE POLICY platform ON job TO %I USING (true)', current_database() || '_platform');
    EXECUTE format('CREATE POLICY tenants ON job FOR INSERT TO %I WITH CHECK (tenant_role = current_user)',
                   current_database() || '_tenants');
    EXECUTE format('GRANT INSERT (key, name, payload, due_at) ON job TO %I', current_database() || '_tenants');
END $$;
"""
UNDO = """
DROP POLICY platform ON job;
DROP POLICY tenants ON job;
ALTER TABLE job DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [migrations.RunSQL(RIGHTS, UNDO)]
