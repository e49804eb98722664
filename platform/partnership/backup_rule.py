"""When a region is backed up and how long that is kept: what a change does, and the page that asks for it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.geo import zone_name
from partnership import pages
from partnership.forms import BackupRuleForm
from partnership.pages import Change
from partnership.permissions import PROVISION
from provisioning.backups import ruling
from provisioning.errors import OrderRefused
from tenants.registry.models import Tenant


@needs(PROVISION)
def backup_rule(request: HttpRequest, key: str) -> HttpResponse:
    """Change the rule: first what will be so, then the change."""
    tenant = get_object_or_404(Tenant, key=key)
    form = BackupRuleForm(request.POST if request.method == "POST" else None, initial=ruling.of(tenant))

    def do() -> str:
        ruling.change(tenant, form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Saved. The rule holds from now on."))
        return reverse("backups", args=[key])

    title = _("Backup rule of %(name)s") % {"name": tenant.name}
    change = Change(title, verb=_("Change the backup rule"), is_asked=True)
    return pages.ask(request, tenant, change, form, lambda: plan(tenant, form.cleaned_data), do)


def plan(tenant: Tenant, wanted: ruling.Rule) -> list[str]:
    """Return what another rule does, a sentence for each.

    Raises: OrderRefused when nothing would change.
    """
    now = ruling.of(tenant)
    if now == wanted:
        raise OrderRefused(_("This is how it is now. Change something first."), field="")
    at = {"zone": zone_name(tenant.time_zone), "before": now["hour"], "after": wanted["hour"]}
    moved = [_("Backed up each day at %(after)02d:00 %(zone)s, no longer at %(before)02d:00.") % at]
    kept = _("The last backup of each of %(daily)d days, %(weekly)d weeks and %(monthly)d months is kept.") % wanted
    return [*(moved if now["hour"] != wanted["hour"] else ()), kept, _loss(ruling.lost(tenant, wanted))]


def _loss(count: int) -> str:
    if not count:
        return _("No backup that is there is deleted.")
    return ngettext(
        "%(count)d backup that is there is deleted within a quarter of an hour.",
        "%(count)d backups that are there are deleted within a quarter of an hour.",
        count,
    ) % {"count": count}
