"""What is gone of a tenant that should be there. Asked over the default connection, so that pages can say it."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from provisioning import belongings, doors, structure, whole
from provisioning.steps.create_role import CreateRole
from tenants.files import actions as files
from tenants.files.models import StoredFile
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


@dataclass(frozen=True, slots=True)
class Damage:
    """What is gone: of the roles of Postgres, the tables, and the folder of files."""

    roles: bool = False
    tables: tuple[str, ...] = ()
    is_empty: bool = False
    files: bool = False

    def __bool__(self) -> bool:
        return self.roles or self.files or bool(self.tables)

    @property
    def is_mute(self) -> bool:
        """Say whether nobody of the region can be found, to be told something."""
        return self.roles or self.is_empty or bool(PEOPLE & {*self.tables})

    @property
    def sentences(self) -> list[str]:
        """Say what is gone, a sentence for each."""
        named = ", ".join(self.tables[:NAMED]) + (" …" if len(self.tables) > NAMED else "")
        tables = _("All tables are gone.") if self.is_empty else _("Tables are gone: %(names)s.") % {"names": named}
        return [
            *([_("The region's roles in Postgres are gone.")] if self.roles else []),
            *([tables] if self.tables else []),
            *([_("The folder of files is gone.")] if self.files else []),
        ]

    @property
    def shut(self) -> list[str]:
        """Say what a restore shuts, since nobody knows any more who may come in today."""
        lost = set(self.tables) & {*doors.TOLD_BY}
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
    """Return what is gone of the tenant; of one that was never ready, nothing. Runs on the platform."""
    if tenant.state not in Tenant.MADE:
        return Damage()
    has_roles, there = CreateRole().is_done(tenant), _there(tenant)
    applied, files_gone = frozenset[structure.Key](), False
    if has_roles and there:
        with enter(tenancy(tenant)):
            applied = structure.applied()
            has_rows = whole.FILES in there and StoredFile.objects.exists()
            files_gone = has_rows and not files.folder().exists()
    gone = whole.gone(there, applied, tenant.installed_modules.values_list("module", flat=True))
    return Damage(not has_roles, tuple(gone), not there, files_gone)


def _there(tenant: Tenant) -> set[str]:
    names = [model._meta.db_table for part in structure.parts() for model in belongings.models(part)]
    with connection.cursor() as cursor:
        cursor.execute(THERE, [tenant.schema_name, [whole.HISTORY, *names]])
        return {name for (name,) in cursor.fetchall()}
