"""What a citizen was told, in her account, and how she wants to hear of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants.citizens.entering import own
from tenants.citizens.models import CitizenSession
from tenants.notices import actions, pages, queries
from tenants.notices.forms import CitizenChoicesForm


@require_safe
@own
def notices(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Show what she was told, the newest first."""
    rows = pages.rows(queries.newest(session.citizen.as_actor()))
    return render(request, "notices/citizen/list.html", {"rows": rows})


@require_safe
@own
def open_notice(request: HttpRequest, session: CitizenSession, key: str) -> HttpResponse:
    """Lead to what a notice is about; it is read then."""
    notice = get_object_or_404(queries.of(session.citizen.as_actor()), key=key)
    actions.read(notice)
    return redirect(pages.way(notice))


@require_POST
@own
def read_notices(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Note that all was read."""
    actions.read_all(by=session.citizen.as_actor())
    messages.success(request, _("All is marked as read."))
    return redirect("citizen_notices")


@own
def choices(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Let her choose what comes by mail, too."""
    form = CitizenChoicesForm(session.citizen.as_actor(), request.POST or None)
    if form.is_valid():
        actions.choose(form.channels(), by=session.citizen.as_actor())
        messages.success(request, _("Saved."))
        return redirect("citizen_notice_choices")
    return render(request, "notices/citizen/choices.html", {"form": form, "citizen": session.citizen})
