"""What goes wrong when a tenant is looked for."""

from django.utils.translation import gettext as _

from kernel.errors import DomainError, NotFound


class TenantNotFound(NotFound):
    """No tenant has this code, slug or key."""

    code = "tenant-not-found"

    def __init__(self, what: str) -> None:
        super().__init__(_("No region is registered as “%(what)s”.") % {"what": what})


class NotEntitled(DomainError):
    """No agreement of the tenant's covers the module."""

    code = "not-entitled"
    status = 403

    def __init__(self, tenant: str, module: str) -> None:
        super().__init__(
            _("The agreement of %(name)s does not cover the module “%(module)s”.") % {"name": tenant, "module": module}
        )
