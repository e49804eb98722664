"""What an attacker would try, and who refuses it: the wrapper before a byte is sent, or Postgres.

`{schema}` and `{role}` are another tenant's. Each attack is SQL text that reached the database
unchecked, whole or as the middle of a page's own query.
"""

from dataclasses import dataclass

from tenants.isolation.current import Tenancy

STACKED, SESSION = "StackedStatement", "SessionStatement"
DENIED, ABSENT = "InsufficientPrivilege", "UndefinedFunction"
DONE = "done"

# A page that concatenates, on purpose.
PAGE = "SELECT name FROM accounts_unit WHERE name = '{}'"


@dataclass(frozen=True, slots=True)
class Attack:
    """SQL, who refuses it in our code, and what Postgres alone says to the tenant's role."""

    sql: str
    ours: str
    alone: str

    def against(self, other: Tenancy) -> str:
        """Return the SQL aimed at another tenant."""
        return self.sql.replace("{schema}", other.schema).replace("{role}", other.role)


def _inside(text: str, ours: str = DENIED, alone: str = DENIED) -> Attack:
    return Attack(PAGE.replace("{}", text), ours, alone)


def _union(expression: str, rest: str = "", refusal: str = DENIED) -> Attack:
    return _inside(f"' UNION SELECT ({expression})::text {rest} --", refusal, refusal)


def _whole(sql: str, alone: str = DENIED) -> Attack:
    return Attack(sql, SESSION, alone)


ROWS = {
    "another tenant's rows": _union("email", "FROM {schema}.accounts_person"),
    "another tenant's rows in a condition": _inside("' OR EXISTS (SELECT FROM {schema}.accounts_person) --"),
    "another tenant's rows in a lateral join": _union(
        "p.email", "FROM accounts_unit u, LATERAL (SELECT email FROM {schema}.accounts_person) p"
    ),
    "the tenants": _union("name", "FROM public.registry_tenant"),
    "the operators": _union("email", "FROM public.accounts_person"),
    "the queue": _union("payload", "FROM public.job"),
    "the gate": _union("gate.resolve('jayapura.localhost')"),
    "writing into another tenant": Attack(
        "INSERT INTO {schema}.accounts_unit (key, name) VALUES ('a', 'b')", DENIED, DENIED
    ),
    "writing by a query": Attack(
        "WITH x AS (DELETE FROM {schema}.accounts_unit RETURNING 1) SELECT * FROM x", DENIED, DENIED
    ),
    "another tenant's plan": Attack("EXPLAIN SELECT * FROM {schema}.accounts_person", DENIED, DENIED),
    "another tenant's rows copied": Attack("COPY {schema}.accounts_person TO STDOUT", DENIED, DENIED),
    "a table from a query": Attack("SELECT 1 AS id INTO mine", DENIED, DENIED),
    "locking the tenants": Attack("SELECT 1 FROM public.registry_tenant FOR UPDATE", DENIED, DENIED),
    "changing the queue": Attack("UPDATE public.job SET state = 'done'", DENIED, DENIED),
    "emptying the queue": Attack("DELETE FROM public.job", DENIED, DENIED),
    "a job of another role": Attack(
        "INSERT INTO public.job (key, name, tenant_role) VALUES ('a', 'b', '{role}')", DENIED, DENIED
    ),
    "a job that is done": Attack("INSERT INTO public.job (key, name, state) VALUES ('a', 'b', 'done')", DENIED, DENIED),
    "raising one's own limit": Attack("UPDATE public.quota SET allowed = 9000000", DENIED, DENIED),
    "taking one's limits away": Attack("DELETE FROM public.quota", DENIED, DENIED),
    "a limit of one's own making": Attack(
        "INSERT INTO public.quota (tenant_id, tenant_role, kind, used) VALUES (1, 'a', 'rows', 0)", DENIED, DENIED
    ),
    "changing the audit log": Attack("UPDATE audit_entry SET summary = 'x'", DENIED, DENIED),
    "deleting from the audit log": Attack("DELETE FROM audit_entry", DENIED, DENIED),
    "sealing": Attack(
        "INSERT INTO audit_seal (sequence, entry_id, digest, sealed_at) VALUES (1, 1, '', now())", DENIED, DENIED
    ),
    "the record of migrations": Attack("DELETE FROM django_migrations", DENIED, DENIED),
}

# One SELECT is enough for these, so no semicolon gives them away.
FUNCTIONS = {
    "another role": _union("set_config('role', '{role}', false)"),
    "another role in a condition": _inside("' OR set_config('role', '{role}', false) = '{role}"),
    "another path": _union("set_config('search_path', '{schema}', false)"),
    "another role by a view": Attack(
        "UPDATE pg_catalog.pg_settings SET setting = '{role}' WHERE name = 'role'", DENIED, DENIED
    ),
    "a text as SQL": _union("query_to_xml('SELECT * FROM {schema}.accounts_person', true, true, '')"),
    "a text as SQL with its structure": _union("query_to_xml_and_xmlschema('SELECT 1', true, true, '')"),
    "a text as SQL in statistics of words": _union("word", "FROM ts_stat('SELECT NULL::tsvector')"),
    "a text as SQL in rewriting words": _union("ts_rewrite('a', 'SELECT NULL::tsquery, NULL::tsquery')"),
    "a schema as XML": _union("schema_to_xml('{schema}', true, true, '')"),
    "the database as XML": _union("database_to_xml(true, true, '')"),
    "an open cursor as XML": _union("cursor_to_xml('c', 9, true, true, '')"),
    "another database": _union("x", "FROM dblink('dbname=postgres', 'SELECT 1') AS d(x text)", ABSENT),
    "a large object": _union("lo_creat(-1)"),
    "a large object from a file": _union("lo_import('/etc/passwd')"),
    "reading a large object": _union("lo_get(1)"),
    "the server's files": _union("pg_read_file('PG_VERSION')"),
    "the server's folders": _union("pg_ls_dir", "FROM pg_ls_dir('.')"),
    "the server's log": _union("name", "FROM pg_ls_logdir()"),
    "ending others' sessions": _union("pg_terminate_backend(1)"),
    "stopping others' queries": _union("pg_cancel_backend(1)"),
    "a lock that outlives the request": _union("pg_advisory_lock(1)"),
    "the platform's locks": _union("pg_advisory_xact_lock(4606, 0)"),
    "a message to other sessions": _union("pg_notify('a', 'b')"),
    "a snapshot for other sessions": _union("pg_export_snapshot()"),
    "writing to the log of changes": _union("pg_logical_emit_message(false, 'a', 'b')"),
    "another tenant's sequence": _union("nextval('{schema}.accounts_unit_id_seq')"),
    "PostGIS changes a table": _union("ext.addgeometrycolumn('{schema}', 'accounts_unit', 'g', 4326, 'POINT', 2)"),
    "PostGIS drops a table": _union("ext.dropgeometrytable('{schema}', 'accounts_unit')"),
    "PostGIS runs a text": _union("ext.st_findextent('{schema}', 'areas_area', 'boundary')"),
    "where another tenant's places are": _union("ext.st_estimatedextent('{schema}', 'areas_area', 'boundary')"),
    "how another tenant's places are spread": _union("ext._postgis_stats(1::oid, 'boundary')"),
    "how large another tenant is": _union("pg_total_relation_size(1::oid)"),
    "how many rows another tenant has": _union("pg_stat_get_live_tuples(1::oid)"),
}

CATALOGUE = {
    "schemas": _union("nspname", "FROM pg_namespace"),
    "roles": _union("rolname", "FROM pg_roles"),
    "roles' passwords": _union("rolpassword", "FROM pg_authid"),
    "who may become whom": _union("member", "FROM pg_auth_members"),
    "tables": _union("relname", "FROM pg_class"),
    "columns": _union("attname", "FROM pg_attribute"),
    "functions": _union("prosrc", "FROM pg_proc"),
    "databases": _union("datname", "FROM pg_database"),
    "comments": _union("description", "FROM pg_shdescription"),
    "settings of roles": _union("setrole", "FROM pg_db_role_setting"),
    "policies": _union("polname", "FROM pg_policy"),
    "others' queries": _union("query", "FROM pg_stat_activity"),
    "others' queries by the function": _union("query", "FROM pg_stat_get_activity(NULL)"),
    "others' locks": _union("relation", "FROM pg_locks"),
    "numbers of rows": _union("n_live_tup", "FROM pg_stat_user_tables"),
    "most common values": _union("most_common_vals", "FROM pg_stats"),
    "statistics": _union("staattnum", "FROM pg_statistic"),
    "cursors left open": _union("statement", "FROM pg_cursors"),
    "statements left prepared": _union("statement", "FROM pg_prepared_statements"),
}

STACKED_ONES = {
    "a second statement": _inside('\'; SET ROLE "{role}" --', STACKED, DONE),
    "a second statement in a comment": _inside("' /*;*/ --", STACKED, DONE),
    "a second statement after a path": _inside("'; SET search_path TO {schema}; SELECT '", STACKED, DONE),
    "a transaction's end": _inside("'; COMMIT; SET ROLE NONE; SELECT '", STACKED, DONE),
}

# Where a whole text is sent. Where Postgres alone says "done", only the wrapper refuses.
WHOLE = {
    "role": _whole('SET ROLE "{role}"', DONE),
    "no role": _whole("RESET ROLE", DONE),
    "role behind a comment": _whole('/**/ SET ROLE "{role}"', DONE),
    "path": _whole("SET search_path TO {schema}", DONE),
    "who logged in": _whole('SET SESSION AUTHORIZATION "{role}"'),
    "all settings": _whole("RESET ALL", DONE),
    "a block of code": _whole(r"DO E'BEGIN EXECUTE \x27SET ROLE {role}\x27\x3b END'"),
    "a block of code in SQL": _whole("DO LANGUAGE sql 'SELECT 1'"),
    "a prepared statement": _whole("PREPARE mine AS SELECT 1", DONE),
    "a cursor that stays": _whole("DECLARE mine CURSOR WITH HOLD FOR SELECT 1", DONE),
    "listening": _whole("LISTEN mine", DONE),
    "a message": _whole("NOTIFY mine", DONE),
    "a table": _whole("CREATE TABLE mine (id int)"),
    "a table in public": _whole("CREATE TABLE public.mine (id int)"),
    "a table in ext": _whole("CREATE TABLE ext.mine (id int)"),
    "a temporary table": _whole("CREATE TEMPORARY TABLE mine (id int)"),
    "a schema": _whole("CREATE SCHEMA mine"),
    "a function": _whole("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    "a role": _whole("CREATE ROLE mine"),
    "an extension": _whole("CREATE EXTENSION dblink"),
    "membership": _whole('GRANT "{role}" TO CURRENT_USER'),
    "what is its owner's": _whole('REASSIGN OWNED BY CURRENT_USER TO "{role}"'),
    "another structure": _whole("ALTER TABLE accounts_unit ADD COLUMN mine int"),
    "the login role's settings": _whole("ALTER ROLE SESSION_USER SET search_path TO {schema}"),
    "its own role's settings": _whole("ALTER ROLE CURRENT_USER SET search_path TO {schema}", DONE),
    "the database's settings": _whole("ALTER DATABASE postgres SET search_path TO {schema}"),
    "no table": _whole("DROP TABLE accounts_unit"),
    "emptying the audit log": _whole("TRUNCATE audit_entry"),
    "a lock": _whole("LOCK TABLE {schema}.accounts_unit"),
    "a library": _whole("LOAD 'auto_explain'"),
    "a large object's comment": _whole("COMMENT ON LARGE OBJECT 1 IS 'x'", "UndefinedObject"),
}
COPIES = {
    "a program": Attack("COPY (SELECT 1) TO PROGRAM 'true'", DENIED, DENIED),
    "a file": Attack("COPY accounts_unit (name) FROM '/etc/passwd'", DENIED, DENIED),
    "into a file": Attack("COPY (SELECT 1) TO '/tmp/live-attack'", DENIED, DENIED),
}

SINGLE = {
    f"{kind}: {name}": attack
    for kind, attacks in {"rows": ROWS, "function": FUNCTIONS, "catalogue": CATALOGUE, "copy": COPIES}.items()
    for name, attack in attacks.items()
}
ALL = SINGLE | {
    f"{kind}: {name}": attack
    for kind, attacks in {"stacked": STACKED_ONES, "whole": WHOLE}.items()
    for name, attack in attacks.items()
}
