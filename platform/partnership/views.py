"""The operators' console."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.audit.queries import recent
from kernel.errors import DomainError
from provisioning import actions as provisioning
from provisioning.errors import OrderRefused
from provisioning.models import Run
from provisioning.orders import check
from provisioning.queries import preview
from tenants.registry.models import Tenant

from partnership import actions, queries
from partnership.forms import FilterForm, OrderForm
from partnership.permissions import PROVISION, VIEW
from partnership.progress import progress


@needs(VIEW)
def regions(request: HttpRequest) -> HttpResponse:
    """List all regions, with what runs now above them."""
    form = FilterForm(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    context = {
        "form": form,
        "regions": queries.regions(given.get("q", ""), given.get("state", "")),
        "modules": queries.titles(),
        "counters": queries.counters(),
        "runs": [progress(run) for run in queries.runs_of_now()],
    }
    return render(request, "partnership/regions.html", context)


@needs(VIEW)
def runs_now(request: HttpRequest) -> HttpResponse:
    """Give the fragment of what runs now; asked for every two seconds while something runs."""
    runs = [progress(run) for run in queries.runs_of_now()]
    response = render(request, "partnership/_runs.html", {"runs": runs})
    if not runs:
        response["HX-Refresh"] = "true"
    return response


@needs(PROVISION)
def order(request: HttpRequest) -> HttpResponse:
    """Ask for a portal: first the plan, then the order."""
    form = OrderForm(request.POST or None)
    plan = None
    if request.method == "POST" and form.is_valid():
        try:
            if "order" in request.POST:
                run = provisioning.order(form.order(), by=actor_of(request))
                return redirect("run", key=run.key)
            checked = check(form.order())
            plan = {"checked": checked, "steps": preview(checked)}
        except OrderRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return render(request, "partnership/order.html", {"form": form, "plan": plan}, status=422 if form.errors else 200)


@needs(VIEW)
def region(request: HttpRequest, key: str) -> HttpResponse:
    """Show one region: state, domains, modules, runs."""
    tenant = get_object_or_404(Tenant.objects.prefetch_related("domains", "installed_modules"), key=key)
    context = {"tenant": tenant, "rows": queries.module_rows(tenant), "runs": tenant.runs.all()[:20]}
    return render(request, "partnership/region.html", context)


@needs(VIEW)
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Show a run: its steps, and its log. As a fragment every two seconds while it is not finished."""
    found = get_object_or_404(Run.objects.select_related("tenant"), key=key)
    template = "partnership/_run.html" if request.htmx else "partnership/run.html"  # type: ignore[attr-defined]  # by django-htmx
    return render(request, template, {"run": progress(found), "lines": found.lines.all()})


@require_POST
@needs(PROVISION)
def resume_run(request: HttpRequest, key: str) -> HttpResponse:
    """Carry a stopped run on."""
    found = get_object_or_404(Run, key=key)
    provisioning.resume(found, by=actor_of(request))
    return redirect("run", key=key)


@require_POST
@needs(PROVISION)
def switch(request: HttpRequest, key: str, module: str) -> HttpResponse:
    """Enable or disable a module that is installed."""
    tenant = get_object_or_404(Tenant, key=key)
    try:
        provisioning.switch(tenant, module, on="on" in request.POST, by=actor_of(request))
        messages.success(request, _("Saved. The portal follows within a second."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("region", key=key)


@require_POST
@needs(PROVISION)
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Take a region live, suspend it, or resume it."""
    tenant = get_object_or_404(Tenant, key=key)
    by = actor_of(request)
    if "live" in request.POST:
        return redirect("run", key=provisioning.go_live(tenant, by=by).key)
    (actions.suspend if "suspend" in request.POST else actions.resume)(tenant, by=by)
    messages.success(request, _("Saved. The portal follows within a second."))
    return redirect("region", key=key)


@needs(VIEW)
def history(request: HttpRequest) -> HttpResponse:
    """Show what was done on the platform."""
    return render(request, "partnership/history.html", {"entries": recent(200)})
