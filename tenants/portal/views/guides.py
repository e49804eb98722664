"""Help of the console: everybody who works there may read all of it, and is shown what her own work is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.accounts.permissions import needs_log_in
from kernel.accounts.queries import actor_of
from tenants.portal import guides as known


@needs_log_in
def guides(request: HttpRequest) -> HttpResponse:
    """Show what there is help for."""
    actor = actor_of(request)
    found = [guide for guide in known.guides().values() if known.is_for(guide, actor)]
    return render(request, "portal/guides.html", {"guides": found})


@needs_log_in
def guide(request: HttpRequest, topic: str) -> HttpResponse:
    """Show the help for one page of the console."""
    if (found := known.guides().get(topic)) is None:
        raise Http404
    context = {"guide": found, "may_open": known.is_for(found, actor_of(request))}
    return render(request, "portal/guide.html", context)
