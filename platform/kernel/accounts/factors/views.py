"""What a person does about her own second step."""

from collections.abc import Callable
from functools import wraps

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kernel.accounts.factors import actions, policy, queries, sealing
from kernel.accounts.factors.forms import ConfirmedForm, SetUpForm, TurnOffForm
from kernel.accounts.models import Person
from kernel.accounts.permissions import AFTER, log_in_first
from kernel.accounts.providers.queries import link_of
from kernel.accounts.queries import as_actor
from kernel.accounts.sessions import actions as sessions

SECRET = "second_step_secret"  # noqa: S105 - where the session keeps it
View = Callable[..., HttpResponse]


def own(view: View) -> View:
    """Open a page about one's own account to who is logged in, with or without a second step: with her as `person`."""

    @never_cache
    @sensitive_post_parameters("password", "code")
    @wraps(view)
    def checked(request: HttpRequest, **named: str) -> HttpResponse:
        return view(request, request.user, **named) if request.user.is_authenticated else log_in_first(request)

    return checked


@own
def security(request: HttpRequest, person: Person) -> HttpResponse:
    """Show what the person has, since when, and when it was used last."""
    context = {
        "held": queries.held_by(person),
        "is_missing": policy.is_missing(request, as_actor(person)),
        "linked": link_of(person),
    }
    return render(request, "factors/security.html", context)


@own
def app(request: HttpRequest, person: Person) -> HttpResponse:
    """Set the app up; or, where it is set up, show since when and how it is turned off."""
    held = queries.held_by(person)
    if held.app:
        return render(request, "factors/app.html", {"held": held, "form": TurnOffForm(request=request, person=person)})
    form = SetUpForm(request.POST or None, request=request, person=person, secret=_secret(request))
    if request.method == "POST" and form.is_valid():
        return _set_up(request, person, form)
    return render(request, "factors/set_up.html", {"form": form, **_offered(person, form.secret)})


def _secret(request: HttpRequest) -> str:
    """Return the secret that is offered; the same until it is taken, so that a wrong code asks for no new picture."""
    secret = sealing.unseal(request.session.get(SECRET, ""))
    if not secret:
        secret = generate_totp_secret()
        request.session[SECRET] = sealing.seal(secret)
    return secret


def _offered(person: Person, secret: str) -> dict[str, str]:
    address = get_adapter().build_totp_url(person, secret)
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff")
    return {"picture": picture, "groups": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}


def _set_up(request: HttpRequest, person: Person, form: SetUpForm) -> HttpResponse:
    made = actions.set_up_app(person, form.secret, counter=form.counter, by=as_actor(person))
    del request.session[SECRET]
    record_authentication(request, person, "mfa", type="totp")
    policy.note_done(request)
    sessions.end_quietly(person, but=request.session.session_key or "")
    return show_codes(request, made)


def show_codes(request: HttpRequest, made: list[str]) -> HttpResponse:
    """Show recovery codes this once, and lead on to where the person wanted to go."""
    wanted = request.session.pop(AFTER, "")
    onward = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("console")
    codes = [f"{code[:4]}-{code[4:]}" for code in made]
    return render(request, "factors/codes.html", {"codes": codes, "onward": onward})


@require_POST
@own
def turn_off_app(request: HttpRequest, person: Person) -> HttpResponse:
    """Ask for no codes any more."""
    held, form = queries.held_by(person), TurnOffForm(request.POST, request=request, person=person)
    if not held.app:
        return redirect("security")
    if not form.is_valid():
        return render(request, "factors/app.html", {"held": held, "form": form})
    actions.turn_off_app(person, by=as_actor(person))
    if queries.held_by(person).is_any:
        messages.success(request, _("The app is turned off. Your passkeys stay."))
        return redirect("security")
    request.session.pop(policy.KEY, None)
    messages.success(request, _("The app is turned off. Your password is enough now."))
    return redirect("security")


@own
def recovery_codes(request: HttpRequest, person: Person) -> HttpResponse:
    """Show how many codes are left, and make new ones."""
    held = queries.held_by(person)
    if not held.is_any:
        return redirect("set_up_app")
    form = ConfirmedForm(request.POST if request.method == "POST" else None, request=request, person=person)
    if request.method == "POST" and form.is_valid():
        return show_codes(request, actions.renew_codes(person, by=as_actor(person)))
    return render(request, "factors/recovery.html", {"held": held, "form": form})
