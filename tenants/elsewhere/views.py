"""A person's other regions: her list, the way there, and how one is linked."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kernel.accounts.models import Person
from kernel.accounts.permissions import View, needs_log_in
from kernel.accounts.queries import actor_of
from tenants.elsewhere import actions, queries
from tenants.elsewhere.errors import LinkedAlready
from tenants.elsewhere.forms import RegionForm
from tenants.isolation import hosts


def own(view: Callable[..., HttpResponse]) -> View:
    """Open a view to who has an account here, second step included: with her as `person`. An operator has none."""

    @never_cache
    @needs_log_in
    @wraps(view)
    def checked(request: HttpRequest, **named: str) -> HttpResponse:
        return view(request, get_object_or_404(Person, key=actor_of(request).key), **named)

    return checked


@own
def regions(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the person's other regions, and begin to link one more."""
    form = RegionForm(request.POST or None)
    if form.is_valid() and (address := _offered(person, form)):
        return _lead(request, form.cleaned_data["address"].name, address)
    rows = list(queries.of(person))
    request.session[queries.SESSION] = bool(rows)
    return render(request, "elsewhere/regions.html", {"form": form, "rows": rows})


def _offered(person: Person, form: RegionForm) -> str:
    try:
        return actions.offer(person, form.cleaned_data["address"])
    except LinkedAlready as error:
        form.add_error("address", error.message)
        return ""


@own
def agree(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """Ask whether both accounts are this person's, then lead back to where she came from."""
    there = actions.offered(token)
    if request.method != "POST":
        return render(request, "elsewhere/agree.html", {"there": there, "person": person})
    address = actions.agree(person, token, by=actor_of(request))
    request.session[queries.SESSION] = True
    return _lead(request, there.name, address)


@own
def finish(request: HttpRequest, person: Person, token: str) -> HttpResponse:
    """End the way through both regions."""
    if request.method != "POST":
        return render(request, "elsewhere/finish.html", {"row": actions.agreed(person, token)})
    row = actions.finish(person, token, by=actor_of(request))
    request.session[queries.SESSION] = True
    messages.success(request, _("Added. You go to %(name)s from the console's menu now.") % {"name": row.name})
    return redirect("regions")


@require_safe
@own
def go(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Lead to the console there, in which she has a session of her own or logs in."""
    there = actions.find_again(row := get_object_or_404(queries.of(person), key=key))
    if there:
        return redirect(hosts.address(there.domain, reverse("console")))
    messages.error(request, _("%(name)s has no portal here any more. Remove it from your list.") % {"name": row.name})
    return redirect("regions")


@require_POST
@own
def remove(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Take a region off the list."""
    row = get_object_or_404(queries.of(person), key=key)
    actions.remove(row, by=actor_of(request))
    messages.success(
        request,
        _("Removed here. In %(name)s this portal stays in your list until you remove it there.") % {"name": row},
    )
    return redirect("regions")


def _lead(request: HttpRequest, name: str, address: str) -> HttpResponse:
    """Answer with a page that leads to the other region: our policy lets a form lead to no other host."""
    return render(request, "elsewhere/lead.html", {"name": name, "address": address})
