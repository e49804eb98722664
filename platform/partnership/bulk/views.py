"""Choose a change for the portals of a list, see its plan, order it, follow it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from partnership import queries
from partnership.bulk import listing, pages
from partnership.bulk.forms import ChangeForm
from partnership.forms import FilterForm
from partnership.pages import page, trail
from partnership.permissions import PROVISION, VIEW
from provisioning.bulk import actions
from provisioning.bulk.settable import ValueForm
from provisioning.errors import OrderRefused
from provisioning.models import Batch, BatchLine, undo_end
from tenants.registry.models import Tenant


@needs(PROVISION)
def choose(request: HttpRequest) -> HttpResponse:
    """Ask what is changed in the portals that the address selects; then the plan is written, and nothing else."""
    narrowed, form = FilterForm(request.GET), ChangeForm(request.POST if request.method == "POST" else None)
    tenants, value = queries.regions(narrowed.wanted()), form.value_form()
    if form.is_valid() and (value is None or value.is_valid()) and tenants:
        return redirect("batch", key=_plan(request, form.batch(), list(tenants), value).key)
    context = {"trail": trail(_("Change many portals")), "tenants": tenants, "form": form, "value": value}
    is_wrong = form.errors or (value and value.errors)
    return page(request, "partnership/bulk/choose.html", context, status=422 if is_wrong else 200)


def _plan(request: HttpRequest, batch: Batch, tenants: list[Tenant], value: ValueForm | None) -> Batch:
    given = value.cleaned_data if value else {}
    batch.also_own = given.get("also_own", False)
    lines = [BatchLine(tenant=tenant, after=given.get("value")) for tenant in tenants]
    return actions.plan(batch, lines, by=actor_of(request))


@needs(VIEW)
def batches(request: HttpRequest) -> HttpResponse:
    """List what changes of many portals there were, newest first."""
    found = Paginator(Batch.objects.all(), listing.A_PAGE).get_page(request.GET.get("page"))
    context = {"trail": trail(_("Changes of many portals")), "page_obj": found, "rows": list(listing.listed(found))}
    return page(request, "partnership/bulk/batches.html", context)


def _trail(title: str) -> list[dict[str, str]]:
    """Return where a batch is: below the list of all."""
    home, here = trail(title)
    return [home, {"label": _("Changes of many portals"), "url": reverse("batches")}, here]


@needs(VIEW)
def batch(request: HttpRequest, key: str) -> HttpResponse:
    """Show a plan, or how far it is. As a fragment every two seconds while it is not finished."""
    found = get_object_or_404(Batch, key=key)
    shown = pages.shown(found, pages.lines(found))
    template = "_batch" if request.htmx else "batch"  # type: ignore[attr-defined]  # by django-htmx
    may_change = may(actor_of(request), PROVISION)
    context = {"trail": _trail(shown.title), "shown": shown, "until": undo_end(), "may_change": may_change}
    return page(request, f"partnership/bulk/{template}.html", context)


@require_POST
@needs(PROVISION)
def start(request: HttpRequest, key: str) -> HttpResponse:
    """Order what the plan says."""
    actions.start(get_object_or_404(Batch, key=key), by=actor_of(request))
    return redirect("batch", key=key)


@require_POST
@needs(PROVISION)
def retry(request: HttpRequest, key: str) -> HttpResponse:
    """Try again what failed."""
    actions.retry(get_object_or_404(Batch, key=key), by=actor_of(request))
    return redirect("batch", key=key)


@require_POST
@needs(PROVISION)
def opposite(request: HttpRequest, key: str) -> HttpResponse:
    """Plan the opposite for the portals that were changed."""
    try:
        return redirect("batch", key=actions.opposite(get_object_or_404(Batch, key=key), by=actor_of(request)).key)
    except OrderRefused as error:
        messages.error(request, error.message)
        return redirect("batch", key=key)
