"""What the web role may not be, and a tenant's role may not do.

`manage.py check --database default` asks; a deployment stops when it fails.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from tenants.isolation import hardening
from tenants.isolation.current import Place, enter

ROLE = """
    SELECT session_user, rolsuper, rolcreaterole, rolbypassrls, rolinherit,
        EXISTS (
            SELECT FROM pg_shdepend
            WHERE refclassid = 'pg_authid'::regclass AND refobjid = pg_roles.oid AND deptype = 'o'
            AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        )
    FROM pg_roles WHERE rolname = session_user
"""
FAULTS = (
    ("isolation.E001", "is superuser", "Rights do not bind it: ALTER ROLE … NOSUPERUSER."),
    ("isolation.E002", "may create roles", "It could become any tenant: ALTER ROLE … NOCREATEROLE."),
    ("isolation.E003", "bypasses row-level security", "It could read every tenant's jobs: ALTER ROLE … NOBYPASSRLS."),
    ("isolation.E004", "inherits", "It could do at once what all tenants may: ALTER ROLE … NOINHERIT."),
    ("isolation.E005", "owns something in the database", "An owner may do anything with it: REASSIGN OWNED BY …."),
)
HARDENING = "isolation.E006"


@register(Tags.database)
def check_login_role(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report a web role that Postgres would not hold back. The owner's connection is not asked."""
    return [error for alias in databases or () if not _is_owner(alias) for error in _faults(alias)]


@register(Tags.database)
def check_hardening(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report what tenants' roles may execute or read because Postgres allows it to everybody."""
    return [error for alias in databases or () if not _is_owner(alias) for error in _left(alias)]


def _left(alias: str) -> list[CheckMessage]:
    group = f"{connections[alias].settings_dict['NAME']}_tenants"
    with enter(Place.PLATFORM), connections[alias].cursor() as cursor:
        cursor.execute(hardening.LEFT, {"group": group})
        left = [what for (what,) in cursor.fetchall()]
    if not left:
        return []
    some = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
    hint = "Run tenants.isolation.hardening.statements() in this database as superuser."
    return [
        Error(f"Tenants' roles may use {len(left)} things that reach past rights: {some}.", hint=hint, id=HARDENING)
    ]


def _is_owner(alias: str) -> bool:
    return bool(connections[alias].settings_dict.get("IS_OWNER"))


def _faults(alias: str) -> list[CheckMessage]:
    with enter(Place.PLATFORM), connections[alias].cursor() as cursor:
        cursor.execute(ROLE)
        name, *answers = cursor.fetchone()
    return [
        Error(f"The login role {name} {fault}.", hint=hint, id=number)
        for (number, fault, hint), is_so in zip(FAULTS, answers, strict=True)
        if is_so
    ]
