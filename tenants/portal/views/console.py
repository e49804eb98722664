"""The region's console: what needs me today, the first steps, the modules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import log_in_first, may, needs
from kernel.accounts.queries import actor_of
from kernel.modules import registry
from tenants.isolation.current import tenant
from tenants.portal import actions, first_steps, site
from tenants.quotas import queries as quotas


def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the one who is logged in, and what the region still does first."""
    actor = actor_of(request)
    if not actor.is_known:
        return log_in_first(request)
    context = {**_today(site.console_menu(request)), **first_steps.page(actor), "is_live": tenant().state == "live"}
    context["near"] = quotas.near() if may(actor, "modules.view") else []
    return render(request, "portal/console.html", context)


def _today(menu: list[site.Item]) -> dict[str, list[site.Item]]:
    """Return the menu by what waits; the menu itself is for the frame, so that its counts are asked for once."""
    items = menu[1:]
    waiting = [item for item in items if item.badge]
    return {
        "console_menu": menu,
        "items": items,
        "waiting": waiting,
        "others": [item for item in items if not item.badge],
    }


@require_POST
@needs("settings.change")
def put_first_steps_away(request: HttpRequest) -> HttpResponse:
    """Show the first steps no more."""
    actions.put_first_steps_away(by=actor_of(request))
    messages.success(request, _("The first steps are put away. You find them again at the foot of this page."))
    return redirect("console")


@require_POST
@needs("settings.change")
def bring_first_steps_back(request: HttpRequest) -> HttpResponse:
    """Show the first steps again."""
    actions.bring_first_steps_back(by=actor_of(request))
    if not first_steps.page(actor_of(request)):
        messages.success(request, _("All first steps are done."))
    return redirect("console")


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


@needs("modules.view")
def quota(request: HttpRequest) -> HttpResponse:
    """Show how much of each limit is used, what happens at it, and whom to ask for more."""
    return render(request, "portal/quota.html", {"meters": quotas.mine()})


@needs("settings.change")
def words(request: HttpRequest) -> HttpResponse:
    """Show which modules have words that the region may change."""
    enabled = tenant().modules
    found = [module for module in registry.modules() if module.name in enabled and module.words]
    return render(request, "portal/words.html", {"modules": found})
