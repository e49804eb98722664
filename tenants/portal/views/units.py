"""The region's units: add one, add usual ones, rename, close."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kernel.accounts import actions as accounts
from kernel.accounts.errors import UnitExists
from kernel.accounts.forms import UnitForm
from kernel.accounts.models import Unit
from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from tenants.isolation.current import tenant
from tenants.portal import actions
from tenants.portal.forms import UsualUnitsForm


@needs("units.manage")
def units(request: HttpRequest) -> HttpResponse:
    """Show the units, and add one."""
    form = UnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _add(request, form):
        return redirect("units")
    return _page(request, form, UsualUnitsForm(tenant().kind))


def _page(request: HttpRequest, form: UnitForm, usual: UsualUnitsForm) -> HttpResponse:
    found = Unit.objects.order_by("-is_active", "name")
    return render(request, "portal/units.html", {"units": found, "form": form, "usual": usual})


@require_POST
@needs("units.manage")
def usual_units(request: HttpRequest) -> HttpResponse:
    """Add the ticked ones of the units that many regions have."""
    usual = UsualUnitsForm(tenant().kind, request.POST)
    if not usual.is_valid():
        return _page(request, UnitForm(), usual)
    added = len(actions.add_units(usual.cleaned_data["names"], by=actor_of(request)))
    messages.success(request, ngettext("%(n)d unit added.", "%(n)d units added.", added) % {"n": added})
    return redirect("units")


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
    """Offer a unit no more, or again; twice is once."""
    subject, is_wanted = get_object_or_404(Unit, key=key), request.POST.get("wanted") == "active"
    verb = accounts.reopen_unit if is_wanted else accounts.close_unit
    verb(subject, by=actor_of(request))
    messages.success(request, _("Unit activated.") if is_wanted else _("Unit deactivated."))
    return redirect("units")
