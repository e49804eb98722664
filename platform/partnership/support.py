"""Asking a region for access to its console, and entering it: there is no other way in for an operator."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.audit import actions as audit
from kernel.errors import DomainError
from partnership import pages
from partnership.forms import AccessForm
from partnership.permissions import PROVISION
from provisioning.backups import damage
from tenants import mail
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tenants.support import actions, queries, scopes
from tenants.support.models import Access

# A portal that is not there yet has nobody to ask, and a copy acts for nobody.
HAS_PEOPLE = (Tenant.State.READY, Tenant.State.LIVE)
SHOWN = 20


def of_people(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the tenant whose people are asked; where nobody can be, lead to the page that says what is gone."""

    @wraps(view)
    def found(request: HttpRequest, key: str, **more: str) -> HttpResponse:
        tenant = get_object_or_404(Tenant, key=key, state__in=HAS_PEOPLE)
        return redirect("region", key=key) if damage.of(tenant).is_mute else view(request, tenant, **more)

    return found


@needs(PROVISION)
@of_people
def access(request: HttpRequest, tenant: Tenant) -> HttpResponse:
    """Show what one asked this region for, and ask."""
    where, by = tenancy(tenant), actor_of(request)
    form = AccessForm(request.POST if request.method == "POST" else None, modules=where.modules)
    if form.is_valid():
        try:
            with enter(where):
                actions.ask(**form.cleaned_data, by=by)
            audit.record("support.ask", tenant, by=by, summary=f"Asked {tenant.name} for access to its console")
            messages.success(request, _("Asked. Its administrators got a mail; here you see when they answer."))
            return redirect("access", key=tenant.key)
        except DomainError as error:
            form.add_error(None, error.message)
    with enter(where):
        rows = [(row, scopes.labels(row.scopes)) for row in queries.of_operator(by.key)[:SHOWN]]
    context = {
        "trail": pages.trail(_("Access to the console"), below=tenant),
        "tenant": tenant,
        "form": form,
        "rows": rows,
    }
    return pages.page(request, "partnership/access.html", context, status=422 if form.errors else 200)


@require_POST
@needs(PROVISION)
@of_people
def enter_console(request: HttpRequest, tenant: Tenant, access: str) -> HttpResponse:
    """Lead to the region's own door, which opens once. A form may not: our pages let none lead to another host."""
    by = actor_of(request)
    try:
        with enter(tenancy(tenant)):
            token = actions.open_door(_of(by.key, access), by=by)
            address = mail.address(reverse("enter_by_access", args=[token]))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("access", key=tenant.key)
    audit.record("support.enter", tenant, by=by, summary=f"Went to the console of {tenant.name}")
    trail = pages.trail(_("Enter the console"), below=tenant)
    response = pages.page(request, "partnership/door.html", {"trail": trail, "tenant": tenant, "address": address})
    response["Refresh"] = f"0;url={address}"
    return response


@require_POST
@needs(PROVISION)
@of_people
def end_access(request: HttpRequest, tenant: Tenant, access: str) -> HttpResponse:
    """Give an access back, or take a request back."""
    by = actor_of(request)
    with enter(tenancy(tenant)):
        actions.end(_of(by.key, access), by=by)
    audit.record("support.end", tenant, by=by, summary=f"Gave the access to {tenant.name} back")
    messages.success(request, _("Ended."))
    return redirect("access", key=tenant.key)


def _of(operator: str, key: str) -> Access:
    """Return an access of this operator in the region that the code is in.

    Raises: Http404.
    """
    found = queries.of_operator(operator).filter(key=key).first()
    if found is None:
        raise Http404
    return found
