"""The one function that the web role may execute as nobody."""

from django.db import migrations

RESOLVE = """
CREATE FUNCTION gate.resolve(host text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'id', t.id, 'key', t.key, 'schema', t.schema_name, 'role', t.role_name, 'slug', t.slug,
        'name', t.name, 'kind', t.kind, 'region_code', t.region_code, 'state', t.state,
        'time_zone', t.time_zone, 'domain', d.domain,
        'modules', (SELECT coalesce(jsonb_agg(m.module), '[]') FROM registry_installedmodule m
                    WHERE m.tenant_id = t.id AND m.is_enabled))
    FROM registry_domain d JOIN registry_tenant t ON t.id = d.tenant_id
    WHERE d.domain = host
$$;
DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION gate.resolve(text) TO %I', current_database() || '_web');
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [migrations.RunSQL(RESOLVE, "DROP FUNCTION gate.resolve(text)")]
