"""The platform's history: looked through, taken away, proved; and the proofs of all regions' histories."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.audit import queries as audit
from kernel.audit.models import Entry
from partnership import history as log
from partnership import pages
from partnership.permissions import VIEW
from tenants.portal.looking import HistoryForm
from tenants.portal.views import history as shown
from tenants.proofs import actions
from tenants.proofs import queries as proofs
from tenants.registry.models import Tenant


@needs(VIEW)
def history(request: HttpRequest) -> HttpResponse:
    """Show what was done on the platform, and whether all histories are as they were written."""
    form = HistoryForm(request.GET, acts=log.ACTS)
    part = log.part(audit.found(form.wanted()), request.GET.get("after", ""))
    context = {"form": form, "part": part, "asked": shown.asked(request), "proof": proofs.here()}
    return pages.page(request, "partnership/history.html", {**context, "broken": proofs.broken()})


@require_safe
@needs(VIEW)
def history_entry(request: HttpRequest, key: str) -> HttpResponse:
    """Show one entry of the platform's history with all that is known of it."""
    whole = log.whole(get_object_or_404(Entry.objects.select_related("seal"), key=key))
    return pages.page(request, "partnership/history_entry.html", {"whole": whole})


@require_POST
@needs(VIEW)
def history_export(request: HttpRequest) -> HttpResponseBase:
    """Send what is looked for as CSV with its seals."""
    return shown.exported(request, HistoryForm(request.GET, acts=log.ACTS), "platform")


@needs(VIEW)
def history_proof(request: HttpRequest) -> HttpResponse:
    """Show what verifying each chain came to; of the platform's as a fragment while it is under way."""
    if request.htmx:  # type: ignore[attr-defined]  # by django-htmx
        return render(request, "proofs/_proof.html", {"proof": proofs.here()})
    context = {"proof": proofs.here(), "chains": proofs.all_tenants()}
    return pages.page(request, "partnership/history_proof.html", context)


@require_POST
@needs(VIEW)
def verify_history(request: HttpRequest) -> HttpResponse:
    """Ask that the platform's chain is verified now."""
    actions.ask(by=actor_of(request))
    return _asked(request)


@require_POST
@needs(VIEW)
def verify_region_history(request: HttpRequest, key: str) -> HttpResponse:
    """Ask that a region's chain is verified now; nobody reads what is in it."""
    actions.ask(by=actor_of(request), of=get_object_or_404(Tenant, key=key))
    return _asked(request)


@needs(VIEW)
def history_checker(request: HttpRequest) -> HttpResponse:
    """Send the program with which anybody checks an exported history."""
    return shown.program()


def _asked(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("The history is being verified. The result stands here in a moment."))
    return redirect("history_proof")


@needs(VIEW)
def history_head(request: HttpRequest) -> HttpResponse:
    """Send the newest proof of the platform's chain, to be kept elsewhere."""
    return shown.receipt("platform", "platform")
