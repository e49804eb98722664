"""The region's console: what needs me today, the modules, the units, the history."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts import actions as accounts
from kernel.accounts import queries as accounts_queries
from kernel.accounts.errors import UnitExists
from kernel.accounts.forms import UnitForm
from kernel.accounts.models import Unit
from kernel.accounts.permissions import log_in_first, needs
from kernel.accounts.queries import actor_of
from kernel.modules import registry
from tenants.isolation.current import tenant
from tenants.portal import history as log
from tenants.portal import site

ENTRIES_A_PAGE = 40


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the one who is logged in."""
    if not accounts_queries.actor_of(request).is_known:
        return log_in_first(request)
    items = site.console_menu(request)[1:]
    waiting = [item for item in items if item.badge]
    others = [item for item in items if not item.badge]
    return render(request, "portal/console.html", {"items": items, "waiting": waiting, "others": others})


@needs("modules.view")
def modules(request: HttpRequest) -> HttpResponse:
    """Show which modules there are and which are on here."""
    enabled = tenant().modules
    known = registry.modules()
    context = {
        "enabled": [(module, bool(module.settings.model_fields)) for module in known if module.name in enabled],
        "others": [module for module in known if module.name not in enabled],
    }
    return render(request, "portal/modules.html", context)


@needs("settings.change")
def words(request: HttpRequest) -> HttpResponse:
    """Show which modules have words that the region may change."""
    enabled = tenant().modules
    found = [module for module in registry.modules() if module.name in enabled and module.words]
    return render(request, "portal/words.html", {"modules": found})


@needs("audit.view")
def history(request: HttpRequest) -> HttpResponse:
    """Show who did what and when."""
    text = request.GET.get("q", "").strip()[:100]
    page = Paginator(log.found(text), ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/history.html", {"page_obj": page, "lines": log.lines(page), "text": text})


@needs("units.manage")
def units(request: HttpRequest) -> HttpResponse:
    """Show the units, and add one."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, form):
        return redirect("units")
    return render(request, "portal/units.html", {"units": Unit.objects.order_by("-is_active", "name"), "form": form})


def _add(request: HttpRequest, form: UnitForm) -> bool:
    try:
        accounts.add_unit(form.cleaned_data["name"], by=actor_of(request))
    except UnitExists as error:
        form.add_error("name", error.message)
        return False
    messages.success(request, _("Unit added."))
    return True


@needs("units.manage")
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """Rename a unit."""
    subject = get_object_or_404(Unit, key=key)
    form = UnitForm(request.POST or None, initial={"name": subject.name})
    if request.method == "POST" and form.is_valid() and _rename(request, subject, form):
        return redirect("units")
    return render(request, "portal/unit.html", {"unit": subject, "form": form})


def _rename(request: HttpRequest, subject: Unit, form: UnitForm) -> bool:
    try:
        accounts.rename_unit(subject, form.cleaned_data["name"], by=actor_of(request))
    except UnitExists as error:
        form.add_error("name", error.message)
        return False
    messages.success(request, _("Unit renamed."))
    return True


@require_POST
@needs("units.manage")
def open_or_close_unit(request: HttpRequest, key: str) -> HttpResponse:
    """Offer a unit no more, or again."""
    subject = get_object_or_404(Unit, key=key)
    verb = accounts.close_unit if subject.is_active else accounts.reopen_unit
    verb(subject, by=actor_of(request))
    messages.success(request, _("Unit deactivated.") if subject.is_active else _("Unit activated."))
    return redirect("units")
