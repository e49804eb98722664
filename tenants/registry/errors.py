"""What goes wrong when a tenant is looked for."""

from django.utils.translation import gettext as _

from kernel.errors import NotFound


class TenantNotFound(NotFound):
    """No tenant has this code, slug or key."""

    code = "tenant-not-found"

    def __init__(self, what: str) -> None:
        super().__init__(_("No region is registered as “%(what)s”.") % {"what": what})
