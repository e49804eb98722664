"""Order a tenant's copy as an operator, and make the copy that was asked for."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse

from kernel.accounts.actor import Actor
from provisioning.exports import writing
from tenants.files import exports
from tenants.files.models import Export
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


def order(tenant: Tenant, *, by: Actor) -> Export:
    """Ask for a copy of a tenant, on the platform."""
    with enter(tenancy(tenant)):
        return exports.ask(by=by)


def address(tenant: Tenant) -> str:
    """Return where a tenant's administrators make and find their copies, also while it is suspended."""
    return hosts.address(tenancy(tenant).domain, reverse("exports", urlconf=settings.TENANT_URLCONF))


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
