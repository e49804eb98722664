"""Addresses of the module on trial."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of


def index(request: HttpRequest) -> HttpResponse:
    """Show a page for everybody."""
    return HttpResponse(_("On trial"))


@needs("undeclared.view")
def desk(request: HttpRequest) -> HttpResponse:
    """Show a page for officers."""
    may(actor_of(request), "undeclared.shred")  # the fault: the manifest declares no such permission
    return HttpResponse(_("On trial"))


urlpatterns = [path("", index, name="index")]
console_urlpatterns = [path("", desk, name="desk")]
