"""What the web role may not be, a tenant's role may not do, who owns a tenant's tables, and what may point to people.

`manage.py check --database default` asks; a deployment stops when it fails.
"""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.models import DO_NOTHING, Field, Model

from tenants.isolation import hardening
from tenants.isolation.current import Place, enter
from tenants.isolation.owners import STRANGE

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
STRUCTURE = "isolation.E007"
PEOPLE = "isolation.E008"


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


@register(Tags.database)
def check_structure_owners(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Report tables of tenants that are not their structure owner's: a migration could not change them."""
    return [error for alias in databases or () if not _is_owner(alias) for error in _strange(alias)]


@register(Tags.models)
def check_keys_to_people(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report tables of tenants alone that point to people: deleting an operator would look for them in public."""
    hint = "Keep who it was by an ActorField, or by the person's key; or keep the model in an app of both places."
    return [
        Error(
            f"{model._meta.label}.{field.name} is a foreign key to a person, whom the platform has too.",
            hint,
            id=PEOPLE,
        )
        for model in apps.get_models(include_auto_created=True)
        if _is_of_tenants_alone(model)
        for field in model._meta.fields
        if _asks_when_a_person_goes(field)
    ]


def _is_of_tenants_alone(model: type[Model]) -> bool:
    name = apps.get_app_config(model._meta.app_label).name
    return name in settings.TENANT_APPS and name not in settings.SHARED_APPS


def _asks_when_a_person_goes(field: "Field[Any, Any]") -> bool:
    remote = field.remote_field
    is_to_person = remote is not None and remote.model._meta.label == settings.AUTH_USER_MODEL
    return is_to_person and getattr(remote, "on_delete", DO_NOTHING) is not DO_NOTHING


def _strange(alias: str) -> list[CheckMessage]:
    with enter(Place.PLATFORM), connections[alias].cursor() as cursor:
        cursor.execute(f"{STRANGE} ORDER BY 1")
        strange = [what for (what,) in cursor.fetchall()]
    if not strange:
        return []
    message = f"{len(strange)} tables of tenants are not their structure owner's: {_some(strange)}."
    hint = "Order an update of the tenant: it hands them over (provisioning.actions.update)."
    return [Error(message, hint=hint, id=STRUCTURE)]


def _some(names: list[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def _left(alias: str) -> list[CheckMessage]:
    group = f"{connections[alias].settings_dict['NAME']}_tenants"
    with enter(Place.PLATFORM), connections[alias].cursor() as cursor:
        cursor.execute(hardening.LEFT, {"group": group})
        left = [what for (what,) in cursor.fetchall()]
    if not left:
        return []
    hint = "Run tenants.isolation.hardening.statements() in this database as superuser."
    return [
        Error(
            f"Tenants' roles may use {len(left)} things that reach past rights: {_some(left)}.",
            hint=hint,
            id=HARDENING,
        )
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
