"""Addresses of the module on trial."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _

from kernel.accounts.permissions import needs


def index(request: HttpRequest) -> HttpResponse:
    """Show a page for everybody."""
    return HttpResponse(_("On trial"))


@needs("reaching.view")
def desk(request: HttpRequest) -> HttpResponse:
    """Show a page for officers."""
    return HttpResponse(_("On trial"))


urlpatterns = [path("", index, name="index")]
console_urlpatterns = [path("", desk, name="desk")]
