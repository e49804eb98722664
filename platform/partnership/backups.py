"""The pages of a region's backups: what is kept, backing up now, trying one out, and restoring."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from partnership import pages, queries
from partnership.forms import RestoreForm
from partnership.pages import Change
from partnership.permissions import PROVISION, VIEW
from provisioning.backups import actions, damage
from provisioning.backups import queries as keeping
from provisioning.errors import OrderRefused
from tenants.registry.models import Tenant


@needs(VIEW)
def backups(request: HttpRequest, key: str) -> HttpResponse:
    """Show a region's backups, and whether they were tried out."""
    tenant = get_object_or_404(Tenant, key=key)
    context = {
        "trail": pages.trail(_("Backups"), below=tenant),
        "tenant": tenant,
        "safety": queries.safety(tenant),
        "rows": keeping.kept(tenant),
        "may_change": tenant.state in Tenant.MADE and may(actor_of(request), PROVISION),
    }
    return pages.page(request, "partnership/backups.html", context)


@require_POST
@needs(PROVISION)
def back_up(request: HttpRequest, key: str) -> HttpResponse:
    """Order a backup now."""
    tenant = get_object_or_404(Tenant, key=key)
    return pages.ordered(request, ("backups", key), lambda: actions.back_up(tenant, by=actor_of(request)))


@require_POST
@needs(PROVISION)
def try_backup(request: HttpRequest, key: str) -> HttpResponse:
    """Order that a backup is really restored to try, with nothing left of it."""
    tenant, chosen = get_object_or_404(Tenant, key=key), request.POST.get("backup", "")
    return pages.ordered(
        request,
        ("backups", key),
        lambda: actions.try_out(keeping.find_whole(tenant, chosen), tenant, by=actor_of(request)),
    )


@needs(PROVISION)
def restore_backup(request: HttpRequest, key: str) -> HttpResponse:
    """Say what restoring a region in place does, let its short name be typed, and order it."""
    tenant = get_object_or_404(Tenant, key=key)
    try:
        backup = keeping.find_whole(tenant, request.GET.get("cadangan", ""))
    except OrderRefused as error:
        messages.error(request, error.message)
        return redirect("backups", key=key)
    form = RestoreForm(request.POST if request.method == "POST" else None, slug=tenant.slug)
    if form.is_valid():
        return pages.ordered(request, ("backups", key), lambda: actions.restore(tenant, backup, by=actor_of(request)))
    title, lost = _("Restore %(name)s") % {"name": tenant.name}, damage.of(tenant)
    plan, lead = queries.restoring(tenant, backup, lost), " ".join(lost.sentences)
    change = Change(title, verb=_("Restore the portal"), plan=plan, lead=lead, is_dangerous=True)
    return pages.change_page(request, tenant, change, form)
