"""The page on which a copy of a backup is ordered, to look at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from partnership import pages, queries
from partnership.forms import CopyForm
from partnership.pages import Change
from partnership.permissions import PROVISION
from provisioning.backups import copies
from provisioning.backups import queries as keeping
from provisioning.models import Backup
from tenants.registry.models import Tenant


@needs(PROVISION)
def restore_beside(request: HttpRequest, key: str) -> HttpResponse:
    """Ask what a copy of a backup is called, say what it is, and order it."""
    tenant, chosen = get_object_or_404(Tenant, key=key), request.GET.get("cadangan", "")
    return pages.told(request, ("backups", key), lambda: _copying(request, tenant, keeping.find_whole(tenant, chosen)))


def _copying(request: HttpRequest, tenant: Tenant, backup: Backup) -> HttpResponse:
    initial = {"name": copies.usual_name(tenant, backup), "slug": f"salinan-{tenant.slug}"}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)

    def do() -> str:
        run = copies.restore_beside(tenant, backup, form.identity(), by=actor_of(request))
        return reverse("run", args=[run.key])

    change = Change(_("A copy of %(name)s to look at") % {"name": tenant.name}, verb=_("Make the copy"), is_asked=True)
    return pages.ask(request, tenant, change, form, lambda: queries.copying(tenant, backup, form.identity()), do)
