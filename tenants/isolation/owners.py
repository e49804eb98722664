"""Who owns a tenant's tables: a role that can do nothing else, so a migration reaches no other schema.

The schema itself stays the platform owner's: the structure's owner may build in it, but neither drop it nor let
another role in.
"""

# What stands in a tenant's schema and is another role's. A column's own sequence follows its table. What is in a schema
# is asked of `pg_depend`: `pg_class` has no index by schema, and would be read whole for each tenant.
STRANGE = """
    SELECT c.oid::regclass::text FROM pg_namespace n
    JOIN pg_depend i ON (i.refclassid, i.classid) = ('pg_namespace'::regclass, 'pg_class'::regclass)
        AND i.refobjid = n.oid
    JOIN pg_class c ON c.oid = i.objid JOIN pg_roles r ON r.oid = c.relowner
    WHERE n.nspname ~ '^t[0-9]+$' AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
    AND r.rolname <> current_database() || '_' || n.nspname || '_owner'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                    AND d.deptype IN ('a', 'i'))
"""


def structure_owner(role: str) -> str:
    """Return the role that owns the tables which a tenant's role reads and writes."""
    return f"{role}_owner"
