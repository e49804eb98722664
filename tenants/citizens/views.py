"""A citizen's own pages: logging in with a code, registering, her account."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tenants import sms
from tenants.citizens import actions, entering, identity, queries, sessions, stopping, tokens
from tenants.citizens.entering import own
from tenants.citizens.forms import AddressForm, CodeForm, DetailsForm, NameForm, NikForm
from tenants.citizens.models import CitizenSession
from tenants.portal import contributions


@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and send a code to it: whoever is new registers by the same way."""
    if queries.current(request):
        return redirect(entering.after(request) or "citizen")
    form = AddressForm(request.POST or None, kinds=queries.kinds())
    if sent := form.attempt(partial(entering.send_code, request)):
        return sent
    context = {"form": form, "after": entering.after(request)}
    return render(request, "citizens/log_in.html", context, status=form.status)


@never_cache
@sensitive_post_parameters("digits")
def code(request: HttpRequest) -> HttpResponse:
    """Take the code in the browser that asked for it."""
    sent = queries.code_of(request)
    if sent is None:
        return redirect("citizen_log_in")
    form = CodeForm(request.POST or None)
    if entered := form.attempt(partial(entering.enter, request, sent)):
        return entered
    context = {"form": form, "sent": sent, "after": entering.after(request)}
    return render(request, "citizens/code.html", context, status=form.status)


@require_POST
@never_cache
def another_code(request: HttpRequest) -> HttpResponse:
    """Send a new code to the same address."""
    sent = queries.code_of(request)
    if sent is None:
        return redirect("citizen_log_in")
    response = entering.send_code(request, kind=sent.kind, address=sent.address, citizen=sent.citizen)
    messages.success(request, _("We have sent a new code. The one before is not good any more."))
    return response


@own
def register(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Ask what the new citizen is called."""
    way_on = entering.after(request) or "citizen"
    if session.citizen.registered_at:
        return redirect(way_on)
    form = NameForm(request.POST or None)
    if form.is_valid():
        actions.register(session.citizen, **form.cleaned_data)
        messages.success(request, _("Welcome. Your account is ready."))
        return redirect(way_on)
    return render(request, "citizens/register.html", {"form": form, "after": entering.after(request)})


@own
def account(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Show the citizen what the portal knows of her, and where she is logged in."""
    if not session.citizen.registered_at:
        return redirect("citizen_register")
    context = {"citizen": session.citizen, "has_phones": sms.is_offered(), "places": queries.places(session)}
    context |= {"sent": contributions.mine(session.citizen), "passkeys": session.citizen.passkeys.all()}
    return render(request, "citizens/account.html", context)


@own
def details(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Let her change what she is called and how she is written to."""
    citizen = session.citizen
    form = DetailsForm(request.POST or None, initial={"name": citizen.name, "language": citizen.language})
    if form.is_valid():
        actions.change(citizen, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("citizen")
    return render(request, "citizens/details.html", {"form": form})


@own
def address(request: HttpRequest, session: CitizenSession, kind: str) -> HttpResponse:
    """Let her log in with an address that she proves, in place of the one of that kind from before."""
    if kind not in queries.kinds():
        raise Http404
    form = AddressForm(request.POST or None, kinds=[kind])
    if sent := form.attempt(partial(entering.send_code, request, citizen=session.citizen)):
        return sent
    return render(request, "citizens/address.html", {"form": form}, status=form.status)


@own
def nik(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Let her give her identity number, or another one."""
    form = NikForm(request.POST or None)
    if form.is_valid():
        identity.keep(session.citizen, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("citizen")
    return render(request, "citizens/nik.html", {"form": form, "citizen": session.citizen})


@require_POST
@own
def forget_nik(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Forget her identity number."""
    identity.forget(session.citizen)
    messages.success(request, _("Your NIK is deleted."))
    return redirect("citizen")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Log out of this browser; who is logged in nowhere is out already."""
    if session := queries.session_of(request):
        sessions.log_out(session)
    messages.success(request, _("You are logged out."))
    response = redirect("home")
    tokens.take_away(response)
    return response


@require_POST
@own
def end_session(request: HttpRequest, session: CitizenSession, key: str) -> HttpResponse:
    """Log another browser of hers out."""
    sessions.end(get_object_or_404(session.citizen.sessions, key=key))
    messages.success(request, _("Logged out there."))
    return redirect("citizen")


@require_POST
@own
def end_other_sessions(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Log all her other browsers out."""
    sessions.end_others(session)
    messages.success(request, _("Logged out everywhere else."))
    return redirect("citizen")


@never_cache
def stop_recovery(request: HttpRequest, token: str) -> HttpResponse:
    """Say what stopping does, then do it; a link that a mail program opens ahead stops nothing."""
    recovery = stopping.find(token)
    if request.method != "POST":
        return render(request, "citizens/stop.html", {"recovery": recovery})
    stopping.stop(token)
    messages.success(request, _("Stopped. The new address opens nothing any more; log in with one of before."))
    return redirect("citizen_log_in")
