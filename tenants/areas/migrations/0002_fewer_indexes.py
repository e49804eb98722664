"""Drop the second indexes, for LIKE, of what is unique: new tenants have none (`tenants.isolation.backend.schema`)."""

from typing import Any

from django.db import migrations

# Materialized, since Postgres would else ask `pg_get_indexdef` of every index there is before it looks at the schema, and so
# run into tenants that are updated at the same time (deadlock, or an index that is gone).
NEEDLESS = r"""
    WITH mine AS MATERIALIZED (
        SELECT i.indexrelid, i.indrelid, i.indkey, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE c.relnamespace = current_schema()::regnamespace AND i.indnatts = 1 AND c.relname LIKE '%\_like'
    )
    SELECT m.relname FROM mine m WHERE pg_get_indexdef(m.indexrelid) LIKE '%\_pattern\_ops)'
    AND EXISTS (SELECT FROM pg_index u WHERE u.indrelid = m.indrelid AND u.indisunique AND u.indnatts = 1
                AND u.indkey[0] = m.indkey[0] AND u.indpred IS NULL)
"""


def drop(apps: Any, schema_editor: Any) -> None:
    """Drop them in all tables of the tenant, the modules' too."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(NEEDLESS)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


class Migration(migrations.Migration):
    dependencies = [("areas", "0001_initial")]
    operations = [migrations.RunPython(drop, migrations.RunPython.noop, elidable=True)]
