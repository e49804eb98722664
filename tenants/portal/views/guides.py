"""Help of the console: everybody who works there may read all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.accounts.permissions import needs_log_in
from tenants.portal import guides as known


@needs_log_in
def guides(request: HttpRequest) -> HttpResponse:
    """Show what there is help for."""
    return render(request, "portal/guides.html", {"guides": known.guides().values()})


@needs_log_in
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the help for one page of the console."""
    if (found := known.guides().get(slug)) is None:
        raise Http404
    return render(request, "portal/guide.html", {"guide": found})
