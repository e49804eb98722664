"""On the platform as in every tenant: the log may be added to and read, its seals only read.

In a tenant nothing is to be done: the platform's role has no rights there, and the tenant's role is
restricted by `provisioning.structure`. Not a block of SQL code, which no migration of a tenant may send.
"""

from typing import Any

from django.db import migrations


def restrict(apps: Any, schema_editor: Any) -> None:
    """Take from the platform's role what it may not do to the log."""
    if schema_editor.connection.schema_name != "public":
        return
    platform = schema_editor.quote_name(f"{schema_editor.connection.settings_dict['NAME']}_platform")
    schema_editor.execute(f"REVOKE UPDATE, DELETE ON audit_entry FROM {platform}")
    schema_editor.execute(f"REVOKE INSERT, UPDATE, DELETE ON audit_seal FROM {platform}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(restrict, migrations.RunPython.noop)]
