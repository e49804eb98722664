"""How much Postgres holds for the connection that asks, in bytes: mostly what it learned of tenants' tables."""

from django.db import migrations

MEMORY = """
CREATE FUNCTION gate.memory() RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
    SELECT sum(total_bytes)::bigint FROM pg_get_backend_memory_contexts()
$$;
DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION gate.memory() TO %I', current_database() || '_web');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_erasures")]

    operations = [migrations.RunSQL(MEMORY, "DROP FUNCTION gate.memory()")]
