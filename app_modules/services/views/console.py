"""What officers see and do."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from app_modules.services import actions, queries
from app_modules.services.forms import ServiceForm
from app_modules.services.models import Service
from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from tenants.quotas.errors import NoRoomForRows

PAGE = 50


@needs("services.write")
def index(request: HttpRequest) -> HttpResponse:
    """All services that the officer may change, broken links first."""
    actor = actor_of(request)
    wish = {name: request.GET.get(key, "").strip()[:100] for name, key in queries.WISHES.items()}
    page = Paginator(queries.listed(actor, **wish), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, **wish, "tabs": queries.tabs(actor, **wish), "pillars": Service.Pillar.choices}
    return render(request, "services/console/index.html", context)


@needs("services.write")
def create(request: HttpRequest) -> HttpResponse:
    """Write a new service as a draft."""
    actor = actor_of(request)
    units = queries.units(actor)
    form = ServiceForm(request.POST or None, units=units)
    if form.is_valid():
        try:
            service = actions.create(form.values(), by=actor)
            messages.success(request, _("Saved as a draft. Read it through, then publish it."))
            return redirect("services_console:edit", service.key)
        except NoRoomForRows as error:
            form.add_error(None, error.message)
    return render(
        request,
        "services/console/edit.html",
        {"form": form, "has_units": bool(units)},
        status=422 if form.errors else 200,
    )


@needs("services.write")
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a service."""
    actor = actor_of(request)
    service = queries.get(key, actor)
    form = ServiceForm(request.POST or None, units=queries.units(actor), service=service)
    if form.is_valid():
        actions.change(service, form.values(), by=actor)
        messages.success(request, _("Saved."))
        return redirect("services_console:edit", key)
    context = {"form": form, "has_units": True, "service": service, **queries.rights(actor, service)}
    return render(request, "services/console/edit.html", context, status=422 if form.errors else 200)


@require_POST
@needs("services.publish")
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Show the service to citizens."""
    actor = actor_of(request)
    actions.publish(queries.get(key, actor), by=actor)
    messages.success(request, _("The service is public now."))
    return redirect("services_console:edit", key)


@require_POST
@needs("services.publish")
def unpublish(request: HttpRequest, key: str) -> HttpResponse:
    """Take the service back from the portal."""
    actor = actor_of(request)
    actions.unpublish(queries.get(key, actor), by=actor)
    messages.success(request, _("The service is a draft again. Citizens no longer see it."))
    return redirect("services_console:edit", key)


@require_POST
@needs("services.write")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Have the link checked now."""
    actor = actor_of(request)
    actions.ask_check(queries.get(key, actor), by=actor)
    messages.success(request, _("The link is being checked. Open this page again in a minute."))
    return redirect("services_console:edit", key)


@needs("services.write")
def help_page(request: HttpRequest) -> HttpResponse:
    """How to keep the services right, for officers."""
    return render(request, "services/console/help.html")
