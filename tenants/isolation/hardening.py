"""What Postgres allows everybody, and a tenant's role must not have.

Postgres and PostGIS let PUBLIC execute nearly all functions, write procedural code and read the
catalogue. The rule here is the other way round: a function that may have an effect, or that looks
past the rights on tables, is executable only where this file names it. So a function that a new
version brings is refused until somebody has read what it does.
"""

from tenants.isolation.bootstrap import checked

# What stays of functions that have an effect (VOLATILE) or ask the server about itself (pg_…): clocks, chance, one's
# own sequences and session, rights, and the turn that `kernel.turns` waits for, which ends with its transaction.
# `pg_sleep` burns nothing that a long query would not.
ALLOWED = """
    clock_timestamp|timeofday|random|setseed|gen_random_uuid|nextval|currval|lastval|pg_get_serial_sequence
    |pg_sleep|pg_sleep_for|pg_sleep_until|pg_backend_pid|pg_current_snapshot|pg_current_xact_id|pg_typeof|pg_column_size
    |pg_has_role|pg_(column|relation)_is_updatable|pg_is_other_temp_schema|pg_get_expr|pg_client_encoding|pg_collation_for
    |st_generatepoints|st_symmetricdifference
"""
ALLOWED_EXACTLY = "pg_advisory_xact_lock(bigint)"

# What goes besides: it runs a text as SQL, or tells of tables that one may not read (their extent, their index).
FORBIDDEN = r"""
    .*_to_xml.*|_postgis_(index_extent|stats|selectivity|join_selectivity)|st_(estimated|find)extent
    |find_srid|addgeometrycolumn
"""

# Nobody gets these back, neither the platform nor the owner of the tables.
NOBODY = (
    r"set_config|.*_to_xml.*|lo_.*|lo(read|write)|pg_(read|ls|stat)_.*(file|dir).*|ts_stat|ts_rewrite|pg_logical_.*"
)

# What a migration asks, since Django looks up constraints and columns before it changes them. No procedural language:
# code that runs a text as SQL could leave the role that a migration runs as.
BUILDERS = r"pg_table_is_visible|pg_get_(constraint|index)def"
BUILDERS_RELATIONS = "pg_(am|attrdef|attribute|class|collation|constraint|depend|description|index|namespace|type)"

# What the platform needs of the rest: its own locks, its own figures.
PLATFORM = r"pg_(try_)?advisory_.*|pg_stat_get_.*|pg_.*_size|pg_blocking_pids|pg_lock_status"


def _pattern(names: str) -> str:
    return f"'^({''.join(names.split())})$'"


# All that SQL text can call: a function that takes or gives something internal it cannot.
_CALLABLE = """
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('pg_catalog', 'information_schema', 'ext') AND p.prokind IN ('f', 'p')
    AND NOT 'internal'::regtype = ANY (p.proargtypes)
    AND p.prorettype NOT IN (SELECT oid FROM pg_type WHERE typname ~ '^(internal|(event_)?trigger|.*_handler)$')
"""
_TOO_MUCH = f"""
    (p.prosecdef OR p.proname ~ {_pattern(FORBIDDEN)}
     OR (p.provolatile = 'v' OR p.provolatile = 's' AND p.proname ~ '^pg_') AND p.proname !~ {_pattern(ALLOWED)}
        AND p.oid::regprocedure::text <> '{ALLOWED_EXACTLY}')
"""
FUNCTIONS = f"SELECT p.oid::regprocedure AS function, p.proname AS name {_CALLABLE} AND {_TOO_MUCH}"
RELATIONS = """
    SELECT c.oid::regclass AS relation FROM pg_class c
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind IN ('r', 'v')
"""

# What the group of all tenants' roles still has of it. `%(group)s` is its name.
LEFT = f"""
    SELECT 'function ' || function FROM ({FUNCTIONS}) f WHERE has_function_privilege(%(group)s, function, 'EXECUTE')
    UNION ALL
    SELECT 'language ' || lanname FROM pg_language
    WHERE lanpltrusted AND has_language_privilege(%(group)s, oid, 'USAGE')
    UNION ALL
    SELECT 'relation ' || relation FROM ({RELATIONS}) r WHERE has_any_column_privilege(%(group)s, relation, 'SELECT')
    ORDER BY 1
"""  # noqa: S608


def statements(database: str) -> list[str]:
    """Return the statements to be run inside the database as superuser, once and after each new version of Postgres.

    They may be run any number of times: what is allowed already changes nothing.
    """
    owner, platform, builders = (f"{checked(database)}_{who}" for who in ("owner", "platform", "builders"))
    return [
        # To all, since each switch asks again: for a right of a group Postgres works out whose member the role is.
        "GRANT USAGE ON SCHEMA ext TO PUBLIC",
        "REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC",
        f"GRANT USAGE ON LANGUAGE plpgsql, sql TO {owner}",
        f"""DO $do$ DECLARE each record; BEGIN
            FOR each IN {FUNCTIONS} LOOP
                EXECUTE format('REVOKE EXECUTE ON ROUTINE %s FROM PUBLIC', each.function);
                IF each.name !~ {_pattern(NOBODY)} THEN
                    EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO {owner}', each.function);
                    IF each.name ~ {_pattern(PLATFORM)} THEN
                        EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO {platform}', each.function);
                    END IF;
                    IF each.name ~ {_pattern(BUILDERS)} THEN
                        EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO {builders}', each.function);
                    END IF;
                END IF;
            END LOOP;
            FOR each IN {RELATIONS} AND has_any_column_privilege('{platform}', c.oid, 'SELECT') LOOP
                IF has_table_privilege('{platform}', each.relation, 'SELECT') THEN
                    EXECUTE format('GRANT SELECT ON %s TO {owner}, {platform}', each.relation);
                END IF;
                IF each.relation::text ~ {_pattern(BUILDERS_RELATIONS)} THEN
                    EXECUTE format('GRANT SELECT ON %s TO {builders}', each.relation);
                END IF;
                EXECUTE format('REVOKE SELECT ON %s FROM PUBLIC', each.relation);
            END LOOP;
        END $do$""",  # noqa: S608 - the name is checked, all else constants of this file
    ]
