"""What is gone of a tenant that should be there, or cannot be read.

Asked over the default connection, so that pages can say it. No page reads all tables: which of the others cannot be
read shows when they are backed up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from provisioning import belongings, doors, structure, whole
from provisioning.archives import tables
from provisioning.models import Backup
from provisioning.steps.create_role import CreateRole
from tenants.files import actions as files
from tenants.files.models import Export, StoredFile
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

# By name, so that Postgres finds each by its index.
THERE = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname = ANY (%s)
"""
NAMED = 5
# Whom a mail to the administrators goes to.
PEOPLE = {"accounts_person", "accounts_assignment", "accounts_role"}
# What operators' pages ask of a tenant.
SHOWN = {whole.HISTORY, whole.FILES, Export._meta.db_table, *PEOPLE}
# Of each only so much, since a region may have any number of files; by its place, so that no index answers for it.
BEGINNING = "SELECT count(place) FROM (SELECT ctid AS place FROM {} LIMIT 1000) t"


@dataclass(frozen=True, slots=True)
class Damage:
    """What is gone: of the roles of Postgres, the tables, and the folder of files; and which tables are unreadable."""

    roles: bool = False
    tables: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    is_empty: bool = False
    files: bool = False

    def __bool__(self) -> bool:
        return self.roles or self.files or bool(self.lost)

    @property
    def lost(self) -> set[str]:
        """Return the tables of which nothing can be known today."""
        return {*self.tables, *self.unreadable}

    @property
    def is_mute(self) -> bool:
        """Say whether nobody of the region can be found, to be told something."""
        return self.roles or self.is_empty or bool(PEOPLE & self.lost)

    @property
    def sentences(self) -> list[str]:
        """Say what is gone or cannot be read, a sentence for each."""
        gone = _("All tables are gone.") if self.is_empty else _named(_("Tables are gone: %(names)s."), self.tables)
        return [
            *([_("The region's roles in Postgres are gone.")] if self.roles else []),
            *([gone] if self.tables else []),
            *([_named(_("Tables cannot be read: %(names)s."), self.unreadable)] if self.unreadable else []),
            *([_("The folder of files is gone.")] if self.files else []),
        ]

    @property
    def shut(self) -> list[str]:
        """Say what a restore shuts, since nobody knows any more who may come in today."""
        lost = self.lost & {*doors.TOLD_BY}
        if self.is_empty or "accounts_person" in lost:
            return [
                _(
                    "Who may come in today can no longer be read. So no password, passkey or linked account of the"
                    " backup is good: people choose a new password by “Forgotten password”, citizens log in by a code."
                ),
                _("Ask the administrators to look through all people: who was locked out since then is not known."),
            ]
        return [_("What people came in with is partly lost; that of the backup is not good any more.")] if lost else []


def of(tenant: Tenant) -> Damage:
    """Return what is gone of the tenant, and what of that which pages ask cannot be read. Runs on the platform.

    Of a tenant that was never ready nothing is gone.
    """
    if tenant.state not in Tenant.MADE:
        return Damage()
    has_roles, there = CreateRole().is_done(tenant), _there(tenant)
    applied, unreadable, files_gone = frozenset[structure.Key](), list[str](), False
    if has_roles and there:
        with enter(tenancy(tenant)):
            unreadable = _unreadable(sorted(SHOWN & there))
            told = there - {*unreadable}
            applied = structure.applied() if whole.HISTORY in told else applied
            has_rows = whole.FILES in told and StoredFile.objects.exists()
            files_gone = has_rows and not files.folder().exists()
    gone = whole.gone(there, applied, tenant.installed_modules.values_list("module", flat=True))
    return Damage(not has_roles, tuple(gone), tuple(unreadable), not there, files_gone)


def left_out(rest: Backup) -> list[str]:
    """Say which tables are not in a backup of what was left, and what the restore has shut for it."""
    names = tuple(rest.problem.split(", ")) if rest.problem else ()
    return [_named(_("Not in it: %(names)s."), names), *Damage(tables=names).shut] if names else []


def _there(tenant: Tenant) -> set[str]:
    names = [model._meta.db_table for part in structure.parts() for model in belongings.models(part)]
    with connection.cursor() as cursor:
        cursor.execute(THERE, [tenant.schema_name, [whole.HISTORY, *names]])
        return {name for (name,) in cursor.fetchall()}


def _unreadable(names: Sequence[str]) -> list[str]:
    """Return those of the tables that cannot be read; all are asked at once, and only then one by one."""
    if not names:
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(map(BEGINNING.format, names)))
    except DatabaseError as error:
        if not tables.is_unreadable(error):
            raise
        return [*names] if len(names) == 1 else [found for name in names for found in _unreadable([name])]
    return []


def _named(sentence: str, names: Sequence[str]) -> str:
    return sentence % {"names": ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")}
