"""What all pages of the operators' console are made of: menu, trail, and the page on which one region is changed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.errors import DomainError
from provisioning.errors import OrderRefused
from provisioning.models import Run
from tenants.portal.site import Item
from tenants.registry.models import Tenant


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page of the console, with its menu."""
    names = (("home", _("Regions")), ("history", _("History")))
    menu = [Item(label, reverse(name), current=request.path == reverse(name)) for name, label in names]
    return render(request, template, {"menu": menu, **context}, status=status)


def trail(title: str, *, below: Tenant | None = None) -> list[dict[str, str]]:
    """Return where a page is: below the list of regions, and below one of them where it is its."""
    region = [{"label": below.name, "url": reverse("region", args=[below.key])}] if below else []
    return [{"label": _("Regions"), "url": reverse("home")}, *region, {"label": title}]


@dataclass(frozen=True, slots=True)
class Change:
    """A page on which one region is changed: its title, what will be done, and what the button says.

    `is_asked` says that the plan follows from what is typed, so it is shown before the button is.
    """

    title: str
    verb: str
    plan: list[str] = field(default_factory=list)
    lead: str = ""
    is_asked: bool = False
    is_dangerous: bool = False


def change_page(request: HttpRequest, tenant: Tenant, change: Change, form: Form | None = None) -> HttpResponse:
    """Show what a change does, with its form."""
    context = {"trail": trail(change.verb, below=tenant), "tenant": tenant, "change": change, "form": form}
    return page(request, "partnership/change.html", context, status=422 if form and form.errors else 200)


def ask(
    request: HttpRequest,
    tenant: Tenant,
    change: Change,
    form: Form,
    plan: Callable[[], list[str]],
    do: Callable[[], str],
) -> HttpResponse:
    """Show the form, then what it would do, then do it and go to the address that `do` returns."""
    if form.is_valid():
        try:
            if "do" in request.POST:
                return redirect(do())
            change = replace(change, plan=plan())
        except OrderRefused as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
    return change_page(request, tenant, change, form)


def ordered(request: HttpRequest, back: tuple[str, str], give: Callable[[], Run]) -> HttpResponse:
    """Give an order and go to its run; what speaks against it is said on the page `back`: its name and its key."""
    return told(request, back, lambda: redirect("run", key=give().key))


def told(request: HttpRequest, back: tuple[str, str], answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer; what speaks against it is said on the page `back`."""
    try:
        return answer()
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(*back)
