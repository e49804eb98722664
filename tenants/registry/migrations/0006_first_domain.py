"""`gate.resolve` says under which domain the tenant is at home, whichever of its domains was asked for."""

from django.db import migrations

RESOLVE = """
CREATE OR REPLACE FUNCTION gate.resolve(host text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT jsonb_build_object(
        'id', t.id, 'key', t.key, 'schema', t.schema_name, 'role', t.role_name, 'slug', t.slug,
        'name', t.name, 'kind', t.kind, 'region_code', t.region_code, 'state', t.state,
        'time_zone', t.time_zone, 'domain', {domain},
        'modules', (SELECT coalesce(jsonb_agg(m.module), '[]') FROM registry_installedmodule m
                    WHERE m.tenant_id = t.id AND m.is_enabled))
    FROM registry_domain d JOIN registry_tenant t ON t.id = d.tenant_id
    WHERE d.domain = host
$$
"""
FIRST = """(SELECT f.domain FROM registry_domain f WHERE f.tenant_id = t.id
            ORDER BY f.is_primary DESC, f.domain LIMIT 1)"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0005_version")]

    operations = [migrations.RunSQL(RESOLVE.format(domain=FIRST), RESOLVE.format(domain="d.domain"))]
