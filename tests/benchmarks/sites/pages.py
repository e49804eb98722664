"""The pages that all three forms serve: one row by its key, and five of them."""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from kernel.accounts.models import Unit

PAGE = Engine().from_string("<!doctype html><title>Units</title>{% for unit in units %}<p>{{ unit.name }}{% endfor %}")
ROWS = 5


def one(request: HttpRequest) -> HttpResponse:
    """Show a row: one query."""
    return _page([Unit.objects.get(pk=1)])


def five(request: HttpRequest) -> HttpResponse:
    """Show five rows: five queries."""
    return _page([Unit.objects.get(pk=key) for key in range(1, ROWS + 1)])


def _page(units: list[Unit]) -> HttpResponse:
    return HttpResponse(PAGE.render(Context({"units": units})))


urlpatterns = [path("one/", one), path("five/", five)]


def fill(name: str) -> None:
    """Write the rows, each with the tenant's name, where the code is."""
    Unit.objects.bulk_create([Unit(pk=key, name=f"{name} {key}") for key in range(1, ROWS + 1)])
