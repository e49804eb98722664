"""The operators' console."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from kernel.errors import DomainError
from partnership import actions, limits, pages, queries
from partnership.forms import FilterForm, IdentityForm, LimitsForm, OrderForm, SuspendForm, TimeZoneForm
from partnership.pages import Change
from partnership.permissions import PROVISION, VIEW
from partnership.progress import label, log, progress
from provisioning import actions as provisioning
from provisioning import identity, removals
from provisioning import plan as plans
from provisioning.backups import damage
from provisioning.backups import queries as keeping
from provisioning.errors import OrderRefused
from provisioning.models import Deletion, Run, undo_end
from provisioning.orders import check
from provisioning.queries import opening, preview
from tenants.quotas import queries as quotas
from tenants.registry.models import Tenant


@needs(VIEW)
def regions(request: HttpRequest) -> HttpResponse:
    """List all regions, with what runs now above them."""
    form = FilterForm(request.GET)
    context = {
        "form": form,
        "regions": queries.regions(form.wanted()),
        "may_change": may(actor_of(request), PROVISION),
        "modules": queries.titles(),
        "counters": queries.counters(),
        "total": Tenant.objects.filter(copied_from=None).count(),
        "near": limits.near(),
        "runs": [progress(run) for run in queries.runs_of_now()],
    }
    return pages.page(request, "partnership/regions.html", context)


@needs(VIEW)
def runs_now(request: HttpRequest) -> HttpResponse:
    """Give the fragment of what runs now; asked for every two seconds while something runs."""
    runs = [progress(run) for run in queries.runs_of_now()]
    response = pages.page(request, "partnership/_runs.html", {"runs": runs})
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
    return pages.page(request, "partnership/order.html", context, status=422 if form.errors else 200)


@needs(VIEW)
def region(request: HttpRequest, key: str) -> HttpResponse:
    """Show one region: state, domains, modules, runs."""
    tenant = get_object_or_404(Tenant.objects.prefetch_related("domains", "installed_modules"), key=key)
    stopped, lost = keeping.stopped_restore(tenant), damage.of(tenant)
    context = {
        "trail": pages.trail(tenant.name),
        "damage": lost,
        "tenant": tenant,
        "stopped": stopped,
        "rows": queries.module_rows(tenant),
        "runs": tenant.runs.all()[:20],
        "suspension": None if stopped else queries.suspension(tenant),
        "meters": quotas.of(tenant),
        "waiting": limits.waiting(tenant),
        "copy": None if lost else queries.last_copy(tenant),
        "deletion": Deletion.open().filter(number=tenant.pk).first(),
        "may_delete": tenant.state != Tenant.State.LIVE and may(actor_of(request), PROVISION),
        "safety": queries.safety(tenant),
        "may_change": tenant.state in Tenant.MADE and may(actor_of(request), PROVISION),
    }
    return pages.page(request, "partnership/region.html", context)


@needs(VIEW)
def run(request: HttpRequest, key: str) -> HttpResponse:
    """Show a run: its steps, and its log. As a fragment every two seconds while it is not finished."""
    found = get_object_or_404(Run.objects.select_related("tenant"), key=key)
    template = "partnership/_run.html" if request.htmx else "partnership/run.html"  # type: ignore[attr-defined]  # by django-htmx
    shown, stopped = progress(found), keeping.stopped_restore(found.tenant)
    context = {"run": shown, "lines": log(found), "invitation": _invitation(request, found)}
    context["stopped"] = stopped if stopped and stopped.run == found else None
    context["may_change"] = may(actor_of(request), PROVISION)
    return pages.page(request, template, {"trail": pages.trail(shown.title), **context})


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
def set_aside_run(request: HttpRequest, key: str) -> HttpResponse:
    """Let a stopped run need nobody any more."""
    provisioning.set_aside(get_object_or_404(Run, key=key), by=actor_of(request))
    return redirect("run", key=key)


@needs(PROVISION)
def switch(request: HttpRequest, key: str, module: str) -> HttpResponse:
    """Show what disabling a module does, then disable it; enable it at once. What speaks against it is said there."""
    tenant = get_object_or_404(Tenant, key=key)
    answer = _switched if request.method == "POST" else _disabling
    return pages.told(request, ("region", key), lambda: answer(request, tenant, module))


def _switched(request: HttpRequest, tenant: Tenant, module: str) -> HttpResponse:
    provisioning.switch(tenant, module, on="on" in request.POST, by=actor_of(request))
    messages.success(request, _("Saved. The portal follows within a second."))
    return redirect("region", key=tenant.key)


def _disabling(request: HttpRequest, tenant: Tenant, module: str) -> HttpResponse:
    provisioning.check_disable(tenant, module)
    verb = _("Disable %(module)s") % {"module": queries.titles()[module].title}
    change = Change(f"{verb} · {tenant.name}", verb=verb, plan=queries.disabling(tenant, module), is_dangerous=True)
    return pages.change_page(request, tenant, change)


@require_POST
@needs(PROVISION)
def install(request: HttpRequest, key: str, module: str) -> HttpResponse:
    """Order a module that the region does not have yet."""
    tenant = get_object_or_404(Tenant, key=key)
    return pages.ordered(request, ("region", key), lambda: provisioning.add(tenant, module, by=actor_of(request)))


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
    return pages.page(request, "partnership/uninstall.html", _removal(tenant, module))


def _removal(tenant: Tenant, module: str) -> dict[str, Any]:
    """Return what the page of a module that may be uninstalled shows."""
    heading = _("Uninstall %(module)s") % {"module": queries.titles()[module].title}
    return {
        "trail": pages.trail(heading, below=tenant),
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
    return pages.ordered(request, ("region", key), lambda: provisioning.undo(tenant, module, by=actor_of(request)))


@require_POST
@needs(PROVISION)
def go_live(request: HttpRequest, key: str) -> HttpResponse:
    """Take a ready region live."""
    tenant = get_object_or_404(Tenant, key=key)
    return redirect("run", key=provisioning.go_live(tenant, by=actor_of(request)).key)


@needs(PROVISION)
def suspend(request: HttpRequest, key: str) -> HttpResponse:
    """Say what suspending a live region does, ask why, and do it."""
    tenant = get_object_or_404(Tenant, key=key)
    if against := _against_suspending(request, tenant):
        messages.info(request, against % {"name": tenant.name})
        return redirect("region", key=key)
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.suspend(tenant, reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.success(request, _("Saved. The portal follows within a second."))
        return redirect("region", key=key)
    title = _("Suspend %(name)s") % {"name": tenant.name}
    change = Change(title, verb=_("Suspend the portal"), plan=queries.suspending(tenant), is_dangerous=True)
    return pages.change_page(request, tenant, change, form)


def _against_suspending(request: HttpRequest, tenant: Tenant) -> str:
    """Return what there is to say instead of the page; an order given twice is the action's to judge."""
    if request.method == "GET" and tenant.state != Tenant.State.LIVE:
        return _("%(name)s is not live, so there is nothing to suspend.")
    if damage.of(tenant).is_mute:
        return _("Something of %(name)s is lost, so nobody could be told. Restore it: it is closed meanwhile.")
    return ""


@needs(PROVISION)
def open_again(request: HttpRequest, key: str) -> HttpResponse:
    """Show the steps from suspended to live, and order them."""
    tenant = get_object_or_404(Tenant, key=key)
    if request.method == "POST":
        try:
            return redirect("run", key=provisioning.open_again(tenant, by=actor_of(request)).key)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("region", key=key)
    change = Change(
        title=_("Open %(name)s again") % {"name": tenant.name},
        lead=_("Jobs and mails that waited go on within seconds."),
        plan=[label(item.step) for item in opening(tenant) if not item.is_done],
        verb=_("Open the portal again"),
    )
    return pages.change_page(request, tenant, change)


@needs(PROVISION)
def rename(request: HttpRequest, key: str) -> HttpResponse:
    """Change a region's name, short name or domain: first what will be done, then the change."""
    tenant = get_object_or_404(Tenant, key=key)
    form = IdentityForm(request.POST if request.method == "POST" else None, initial=asdict(identity.of(tenant)))

    def do() -> str:
        provisioning.rename(tenant, form.identity(), by=actor_of(request))
        messages.success(request, _("Saved. The portal follows within a second."))
        return reverse("region", args=[key])

    change = Change(
        _("Name and address of %(name)s") % {"name": tenant.name}, verb=_("Change name and address"), is_asked=True
    )
    return pages.ask(request, tenant, change, form, lambda: queries.renaming(tenant, form.identity()), do)


@needs(PROVISION)
def time_zone(request: HttpRequest, key: str) -> HttpResponse:
    """Change a region's time zone: first which deadlines move, then the order."""
    tenant = get_object_or_404(Tenant, key=key)
    form = TimeZoneForm(request.POST if request.method == "POST" else None, initial={"time_zone": tenant.time_zone})

    def do() -> str:
        ordered = provisioning.change_time_zone(tenant, form.cleaned_data["time_zone"], by=actor_of(request))
        return reverse("run", args=[ordered.key])

    change = Change(_("Time zone of %(name)s") % {"name": tenant.name}, verb=_("Change the time zone"), is_asked=True)
    return pages.ask(
        request, tenant, change, form, lambda: queries.changing_zone(tenant, form.cleaned_data["time_zone"]), do
    )


@needs(PROVISION)
def change_limits(request: HttpRequest, key: str) -> HttpResponse:
    """Change how much a region may use: first what will be so, then the change."""
    tenant = get_object_or_404(Tenant, key=key)
    form = LimitsForm(request.POST if request.method == "POST" else None, initial=limits.own(tenant))

    def do() -> str:
        limits.change(tenant, form.limits(), reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.success(request, _("Saved. The limits hold from now on."))
        return reverse("region", args=[key])

    change = Change(_("Quota of %(name)s") % {"name": tenant.name}, verb=_("Change the limits"), is_asked=True)
    return pages.ask(request, tenant, change, form, lambda: limits.plan(tenant, form.limits()), do)
