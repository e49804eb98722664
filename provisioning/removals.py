"""Taking a module out of a tenant, and back: what speaks against it, and what would go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.modules import registry
from provisioning import belongings, structure
from provisioning.errors import OrderRefused
from provisioning.models import Archive, Deletion
from provisioning.orders import check_modules
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy

SIZE = """
    SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = %s AND c.relname = ANY (%s)
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """How much a module has in a tenant; `size` is in bytes. For `days` uninstalling can be undone."""

    rows: int
    files: int
    size: int
    days: int


def require_kept(tenant: Tenant) -> None:
    """Raises: OrderRefused when the tenant is about to be deleted, or is being deleted."""
    if deletion := Deletion.open().filter(number=tenant.pk).first():
        message = _("%(name)s is to be deleted on %(day)s. Call that off first.")
        raise OrderRefused(
            message % {"name": tenant.name, "day": date_format(timezone.localtime(deletion.due_at))}, field="state"
        )


def holding(tenant: Tenant, module: str) -> Holding:
    """Return how much would be archived and removed."""
    models = belongings.models(module)
    with enter(tenancy(tenant)):
        rows = sum(model._base_manager.count() for model in models)
        stored = StoredFile.objects.filter(owner__startswith=f"{module}.")
        files, size = stored.count(), stored.aggregate(sum=Sum("size"))["sum"] or 0
    with connection.cursor() as cursor:
        cursor.execute(SIZE, [tenant.schema_name, [model._meta.db_table for model in models]])
        return Holding(rows, files, size + int(cursor.fetchone()[0]), settings.UNDO_DAYS)


def check_uninstall(tenant: Tenant, module: str) -> InstalledModule:
    """Return the module as it is installed, if it may be taken out.

    Raises: OrderRefused when it is not installed, on, of another release, or others that are installed require it.
    """
    rows = {row.module: row for row in tenant.installed_modules.all()}
    installed, named = rows.get(module), {"module": module, "name": tenant.name}
    if installed is None or registry.get(module) is None:
        raise OrderRefused(_("The module “%(module)s” is not installed in %(name)s.") % named, field="module")
    if others := [other.name for other in registry.modules() if module in other.requires and other.name in rows]:
        message = _("%(module)s is needed by %(others)s. Uninstall that first.")
        raise OrderRefused(message % {"module": module, "others": ", ".join(others)}, field="module")
    if installed.is_enabled:
        raise OrderRefused(_("The module %(module)s is on. Disable it first.") % named, field="module")
    if not is_current(tenant, module):
        raise OrderRefused(_("%(name)s is of an older release. Update it first.") % named, field="module")
    return installed


def is_current(tenant: Tenant, module: str) -> bool:
    """Say whether the module's tables are of this release."""
    with enter(tenancy(tenant)):
        return structure.applied() >= structure.migrations(module)


def undoable(tenant: Tenant) -> QuerySet[Archive]:
    """Return the archives from which modules can be brought back, newest first."""
    return undoable_in([tenant])


def undoable_in(tenants: Sequence[Tenant]) -> QuerySet[Archive]:
    """Return the archives from which modules can be brought back in any of these tenants."""
    return Archive.objects.filter(tenant__in=tenants, state=Archive.State.KEPT, undo_until__gt=timezone.now())


def check_undo(tenant: Tenant, module: str) -> Archive:
    """Return the archive from which the module is brought back.

    Raises: OrderRefused when there is none or it is too late, when the module is installed, or what it requires is not.
    """
    named, has = {"module": module, "name": tenant.name}, set(tenant.installed_modules.values_list("module", flat=True))
    if module in has:
        raise OrderRefused(_("The module “%(module)s” is installed in %(name)s.") % named, field="module")
    archive = undoable(tenant).filter(module=module).first()
    if archive is None:
        message = _("%(name)s has no archive of %(module)s that can be brought back.")
        raise OrderRefused(message % named, field="module")
    check_modules({*has, module})
    return archive
