"""Order a tenant's copy as an operator, and make the copy that was asked for."""

from collections.abc import Callable

from django.db import transaction

from kernel.accounts.actor import Actor
from provisioning.exports import writing
from tenants.files import exports
from tenants.files.models import Export
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.actions import enqueue
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


@transaction.atomic
def order(tenant: Tenant, *, by: Actor) -> Export:
    """Ask for a copy of a tenant, on the platform; also of one whose own jobs wait since it is suspended."""
    with enter(tenancy(tenant)):
        export = exports.ask(by=by)
    enqueue("provisioning.export_of", tenant=tenant.key, export=export.key)
    return export


def make(where: Tenancy, key: str, *, tell: Callable[[int], object] = lambda percent: None) -> Export:
    """Write the copy, and say in its row how far it is; what is made already is left as it is.

    It may be tried by two processes at once: each works in a folder of its own.

    Raises: OrderRefused when the tenant's tables are of an older release.
    """
    with enter(where):
        export = Export.objects.get(key=key)
        path = exports.path_of(export)
    if export.state != Export.State.WAITING:
        return export

    def note(percent: int) -> None:
        with enter(where):
            Export.objects.filter(pk=export.pk).update(progress=percent)
        tell(percent)

    with enter(Place.PLATFORM):
        written = writing.write(Tenant.objects.get(pk=where.id), path, tell=note)
    with enter(where):
        exports.finish(export, size=written.size, sha256=written.sha256)
        export.refresh_from_db()
    return export
