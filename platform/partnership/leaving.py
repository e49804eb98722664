"""The pages on which a region leaves: ordering its deletion, calling it off, and what is left at the end."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from partnership import pages
from partnership.forms import DeleteForm
from partnership.permissions import PROVISION, VIEW
from partnership.progress import progress
from provisioning import deletions
from provisioning.errors import OrderRefused
from provisioning.models import Deletion, deletion_day
from tenants.registry.models import Tenant


def deleting(tenant: Tenant) -> list[str]:
    """Return what ordering a deletion does, a sentence for each."""
    day = date_format(timezone.localtime(deletion_day()), "j F Y")
    people = _("The region's administrators get a mail that says until when it can be called off.")
    return [
        _("Nothing is deleted before %(day)s. Until then it can be called off here.") % {"day": day},
        *([people] if tenant.state in deletions.HAS_PEOPLE else []),
        _("Then all tables, files, accounts, domains, jobs and archives of %(name)s are deleted. Nobody can undo that.")
        % {"name": tenant.name},
        _("What stays: a line that says when, by whom and how much was deleted, and the platform's own history."),
    ]


@needs(PROVISION)
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Say what deleting a region does, ask for its name, and order it."""
    tenant = get_object_or_404(Tenant, key=key)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return redirect("deletion", key=deletions.ask(tenant, form.cleaned_data["name"], by=actor_of(request)).key)
        except OrderRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    title = _("Delete %(name)s") % {"name": tenant.name}
    change = pages.Change(title, verb=_("Order the deletion"), plan=deleting(tenant), is_dangerous=True)
    return pages.change_page(request, tenant, change, form)


@needs(VIEW)
def deletion(request: HttpRequest, key: str) -> HttpResponse:
    """Show a deletion: until when it can be called off, how far it is, or what was deleted."""
    found = get_object_or_404(Deletion, key=key)
    run = deletions.run_of(found)
    context = {
        "trail": pages.trail(_("Deletion of %(name)s") % {"name": found.name}),
        "deletion": found,
        "run": progress(run) if run else None,
        "may_call_off": found.state == Deletion.State.WAITING and may(actor_of(request), PROVISION),
    }
    return pages.page(request, "partnership/deletion.html", context)


@require_POST
@needs(PROVISION)
def call_off(request: HttpRequest, key: str) -> HttpResponse:
    """Let a region stay whose deletion has not begun."""
    found = get_object_or_404(Deletion, key=key)
    try:
        deletions.call_off(found, by=actor_of(request))
        messages.success(request, _("Called off. %(name)s stays as it is.") % {"name": found.name})
    except OrderRefused as error:
        messages.error(request, error.message)
    return redirect("deletion", key=key)
