"""The operators' console."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from kernel.errors import DomainError
from partnership import actions, queries
from partnership import history as past
from partnership.forms import FilterForm, OrderForm
from partnership.permissions import PROVISION, VIEW
from partnership.progress import log, progress
from provisioning import actions as provisioning
from provisioning import plan as plans
from provisioning import removals
from provisioning.errors import OrderRefused
from provisioning.models import Run, undo_end
from provisioning.orders import check
from provisioning.queries import preview
from tenants.portal.site import Item
from tenants.registry.models import Tenant


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of the console, with its menu."""
    names = (("home", _("Regions")), ("history", _("History")))
    menu = [Item(label, reverse(name), current=request.path == reverse(name)) for name, label in names]
    return render(request, template, {"menu": menu, **context}, status=status)


def _trail(title: str) -> list[dict[str, str]]:
    """Return where a page is: below the list of regions."""
    return [{"label": _("Regions"), "url": reverse("home")}, {"label": title}]


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
        "total": Tenant.objects.count(),
        "runs": [progress(run) for run in queries.runs_of_now()],
    }
    return _page(request, "partnership/regions.html", context)


@needs(VIEW)
def runs_now(request: HttpRequest) -> HttpResponse:
    """Give the fragment of what runs now; asked for every two seconds while something runs."""
    runs = [progress(run) for run in queries.runs_of_now()]
    response = _page(request, "partnership/_runs.html", {"runs": runs})
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
    context = {"form": form, "plan": plan, "governments": queries.governments()}
    return _page(request, "partnership/order.html", context, status=422 if form.errors else 200)


@needs(VIEW)
def region(request: HttpRequest, key: str) -> HttpResponse:
    """Show one region: state, domains, modules, runs."""
    tenant = get_object_or_404(Tenant.objects.prefetch_related("domains", "installed_modules"), key=key)
    context = {
        "trail": _trail(tenant.name),
        "tenant": tenant,
        "rows": queries.module_rows(tenant),
        "runs": tenant.runs.all()[:20],
    }
    return _page(request, "partnership/region.html", context)


@needs(VIEW)
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Show a run: its steps, and its log. As a fragment every two seconds while it is not finished."""
    found = get_object_or_404(Run.objects.select_related("tenant"), key=key)
    template = "partnership/_run.html" if request.htmx else "partnership/run.html"  # type: ignore[attr-defined]  # by django-htmx
    shown = progress(found)
    context = {"run": shown, "lines": log(found), "invitation": _invitation(request, found)}
    return _page(request, template, {"trail": _trail(shown.title), **context})


def _invitation(request: HttpRequest, found: Run) -> queries.Invited | None:
    """Return the link that makes an administrator, to who may make one."""
    return queries.invitation(found) if may(actor_of(request), PROVISION) else None


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
def install(request: HttpRequest, key: str, module: str) -> HttpResponse:
    """Order a module that the region does not have yet."""
    tenant = get_object_or_404(Tenant, key=key)
    try:
        return redirect("run", key=provisioning.add(tenant, module, by=actor_of(request)).key)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("region", key=key)


@needs(PROVISION)
def uninstall(request: HttpRequest, key: str, module: str) -> HttpResponse:
    """Show what would go with a module, then order it; what speaks against it is said on the region's page."""
    tenant = get_object_or_404(Tenant, key=key)
    try:
        if request.method == "POST":
            return redirect("run", key=provisioning.uninstall(tenant, module, by=actor_of(request)).key)
        removals.check_uninstall(tenant, module)
    except OrderRefused as error:
        messages.error(request, error.message)
        return redirect("region", key=key)
    return _page(request, "partnership/uninstall.html", _removal(tenant, module))


def _removal(tenant: Tenant, module: str) -> dict[str, Any]:
    """Return what the page of a module that may be uninstalled shows."""
    heading = _("Uninstall %(module)s") % {"module": queries.titles()[module].title}
    above = {"label": tenant.name, "url": reverse("region", args=[tenant.key])}
    return {
        "trail": [*_trail(tenant.name)[:1], above, {"label": heading}],
        "heading": heading,
        "tenant": tenant,
        "has": removals.holding(tenant, module),
        "until": undo_end(),
        "steps": plans.uninstall(module, ""),
    }


@require_POST
@needs(PROVISION)
def undo(request: HttpRequest, key: str, module: str) -> HttpResponse:
    """Order that a module that was uninstalled is brought back."""
    tenant = get_object_or_404(Tenant, key=key)
    try:
        return redirect("run", key=provisioning.undo(tenant, module, by=actor_of(request)).key)
    except OrderRefused as error:
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
    return _page(request, "partnership/history.html", {"lines": past.lines()})
