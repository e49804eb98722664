"""What a person sees and ends of her own sessions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.factors.views import own
from kernel.accounts.models import Person
from kernel.accounts.queries import as_actor
from kernel.accounts.sessions import actions, queries


@own
def sessions(request: HttpRequest, person: Person) -> HttpResponse:
    """Show where the person is logged in."""
    places = queries.of(person, this=request.session.session_key or "")
    return render(request, "accounts/sessions.html", {"places": places})


@require_POST
@own
def end_session(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """End one of them."""
    actions.end(get_object_or_404(person.sessions, key=key), by=as_actor(person))
    messages.success(request, _("Logged out there."))
    return redirect("sessions")


@require_POST
@own
def end_other_sessions(request: HttpRequest, person: Person) -> HttpResponse:
    """End all but this one."""
    actions.end_all(person, but=request.session.session_key or "", by=as_actor(person))
    messages.success(request, _("Logged out everywhere else."))
    return redirect("sessions")
