"""All that can be seen of a tenant, without what is random or a time: equal for undisturbed twins."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from tenants.jobs.models import Job
from tenants.registry.models import Tenant

COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default, is_identity
    FROM information_schema.columns WHERE table_schema = %(schema)s ORDER BY 1, ordinal_position
"""
CONSTRAINTS = """
    SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
    JOIN pg_namespace n ON n.oid = c.connamespace WHERE n.nspname = %(schema)s ORDER BY 1, 2
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %(schema)s ORDER BY 1, 2"
RIGHTS = """
    SELECT relname, relkind::text, relowner::regrole::text, relacl::text FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %(schema)s AND relkind IN ('r', 'S') ORDER BY 1
"""
SCHEMA = """
    SELECT n.nspowner::regrole::text, n.nspacl::text,
        array(SELECT defaclacl::text FROM pg_default_acl WHERE defaclnamespace = n.oid ORDER BY 1)
    FROM pg_namespace n WHERE nspname = %(schema)s
"""
ROLE = """
    SELECT rolcanlogin, rolsuper, rolinherit, rolcreaterole, rolbypassrls,
        array(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
              WHERE m.member = r.oid ORDER BY 1),
        array(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.member
              WHERE m.roleid = r.oid ORDER BY 1)
    FROM pg_roles r WHERE rolname IN (%(role)s, %(role)s || '_owner') ORDER BY rolname
"""
# Numbers of rows leave gaps where a transaction was rolled back; keys, hashes and times are another's each time.
RANDOM = "column_name ~ '(^id|_id|key|digest|sha256|password|reads|payload|after|before)$'"
SEEN = f"""
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) FROM information_schema.columns
    WHERE table_schema = %(schema)s AND NOT {RANDOM}
    AND data_type NOT IN ('timestamp with time zone', 'date', 'tsvector') GROUP BY 1 ORDER BY 1
"""


def seen(tenant: Tenant, superuser: Any) -> dict[str, Any]:
    """Return roles, structure, rows and files of the tenant."""
    names = {"schema": tenant.schema_name, "role": tenant.role_name}
    found = {}
    for what, query in {
        "columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES, "rights": RIGHTS, "schema": SCHEMA,
        "role": ROLE,
    }.items():  # fmt: skip
        superuser.execute(query, names)
        found[what] = _nameless(repr(superuser.fetchall()), tenant)
    return found | {"rows": _rows(tenant, superuser), "platform": _platform(tenant), "files": _files(tenant)}


def _nameless(text: str, tenant: Tenant) -> str:
    return text.replace(tenant.role_name, "ROLE").replace(f"{tenant.schema_name}.", "SCHEMA.")


def _rows(tenant: Tenant, superuser: Any) -> dict[str, list[str]]:
    superuser.execute(SEEN, {"schema": tenant.schema_name})
    rows = {}
    for table, columns in superuser.fetchall():
        listed = ", ".join(f'"{column}"' for column in columns)
        superuser.execute(f'SELECT {listed} FROM "{tenant.schema_name}"."{table}"')
        rows[table] = sorted(repr(row) for row in superuser.fetchall())
    return rows


def _platform(tenant: Tenant) -> dict[str, Any]:
    tenant.refresh_from_db()
    return {
        "tenant": (tenant.name, tenant.slug, tenant.kind, tenant.time_zone, tenant.state, tenant.is_example),
        "domains": list(tenant.domains.values_list("domain", "is_primary")),
        "modules": [
            (row.module, row.version, row.is_enabled, row.baseline_at is None, row.sample_at is None)
            for row in tenant.installed_modules.all()
        ],
        "jobs": sorted(Job.objects.filter(tenant_role=tenant.role_name).values_list("name", flat=True)),
        "runs": [(run.state, [step.state for step in run.steps.all()]) for run in tenant.runs.all()],
    }


def _files(tenant: Tenant) -> list[str]:
    files = (Path(settings.FILES_ROOT) / tenant.key).rglob("*")
    return sorted(hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file())
