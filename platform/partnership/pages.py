"""What every page of the operators' console has: its menu, and where it is."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

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
