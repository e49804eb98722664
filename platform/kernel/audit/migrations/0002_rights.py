"""On the platform as in every tenant: the log may be added to and read, its seals only read.

In a tenant this changes nothing: the platform's role has no rights there, and the tenant's role is
restricted by `provisioning.structure`.
"""

from django.db import migrations

RIGHTS = """
DO $$ BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE ON audit_entry FROM %I', current_database() || '_platform');
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON audit_seal FROM %I', current_database() || '_platform');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
