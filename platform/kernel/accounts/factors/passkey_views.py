"""Passkeys: log in with one, add, name and remove them."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import unstash_login
from allauth.account.models import Login
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kernel.accounts import limits
from kernel.accounts.factors import actions, passkeys, policy, queries, webauthn
from kernel.accounts.factors.errors import PasskeyRefused
from kernel.accounts.factors.forms import PasskeyForm, PasskeyNameForm, TurnOffForm
from kernel.accounts.factors.views import own, show_codes
from kernel.accounts.models import Person
from kernel.accounts.queries import as_actor
from kernel.accounts.sessions import actions as sessions
from kernel.rates import limited


@limited(limits.PASSKEY)
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in who answers our challenge with a passkey; to a script that asks, give the challenge."""
    if request.method == "POST":
        return _log_in(request)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(webauthn.ask(request))
    return redirect("account_login")


def _log_in(request: HttpRequest) -> HttpResponse:
    waiting, onward = unstash_login(request, peek=True), request.POST.get("next", "")
    try:
        person = passkeys.proved(request, webauthn.read(request.POST.get("credential", ""))).user
    except PasskeyRefused as error:
        messages.error(request, error.message)
        return redirect("account_login")
    record_authentication(request, person, "mfa", type="webauthn", passwordless=True)
    if waiting is not None:
        onward = waiting.redirect_url or ""
    is_ours = url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    return perform_login(request, Login(user=person, redirect_url=onward if is_ours else None))


@own
def show(request: HttpRequest, person: Person) -> HttpResponse:
    """Show the person's passkeys, and add one."""
    form = PasskeyForm(request.POST or None, request=request, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            return _add(request, person, form.cleaned_data)
        except PasskeyRefused as error:
            form.add_error(None, error.message)
    context = {"passkeys": passkeys.of(person), "form": form, "options": passkeys.offer(request, person)}
    return render(request, "factors/passkeys.html", context)


def _add(request: HttpRequest, person: Person, typed: dict[str, Any]) -> HttpResponse:
    credential, is_first = webauthn.made(request, typed["credential"]), not queries.held_by(person).is_any
    codes = actions.add_passkey(person, credential, name=typed["name"], by=as_actor(person))
    record_authentication(request, person, "mfa", type="webauthn")
    policy.note_done(request)
    if is_first:
        sessions.end_quietly(person, but=request.session.session_key or "")
        return show_codes(request, codes)
    messages.success(request, _("Passkey added."))
    return redirect("passkeys")


@own
def one(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Name a passkey, and offer to remove it."""
    passkey = _find(person, key)
    form = PasskeyNameForm(request.POST or None, initial={"name": passkey.data["name"]})
    if request.method == "POST" and form.is_valid():
        actions.rename_passkey(passkey, form.cleaned_data["name"], by=as_actor(person))
        return redirect("passkeys")
    return _page(request, passkey, form, TurnOffForm(request=request, person=person))


@require_POST
@own
def remove(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    """Let nobody log in with the passkey any more."""
    passkey, form = _find(person, key), TurnOffForm(request.POST, request=request, person=person)
    if not form.is_valid():
        return _page(request, passkey, PasskeyNameForm(initial={"name": passkey.data["name"]}), form)
    actions.remove_passkey(passkey, by=as_actor(person))
    messages.success(request, _("Passkey removed."))
    return redirect("passkeys")


def _find(person: Person, key: str) -> Authenticator:
    return get_object_or_404(Authenticator, user=person, type=passkeys.PASSKEY, data__key=key)


def _page(request: HttpRequest, passkey: Authenticator, form: PasskeyNameForm, removal: TurnOffForm) -> HttpResponse:
    return render(request, "factors/passkey.html", {"passkey": passkey, "form": form, "removal": removal})
